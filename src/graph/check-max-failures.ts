import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { legCount } from '../matrix/leg-count.ts'

/** Mapped steps that may fail in all their legs, as far as the legs are written: a warning. */
export function checkMaxFailures({ file, steps }: Manifest): Diagnostic[] {
  return steps.flatMap(({ id, strategy, path }): Diagnostic[] => {
    if (strategy === undefined || !('count' in strategy.maxFailures)) return []
    const legs = legCount(strategy.matrix)
    const { count } = strategy.maxFailures
    if (legs === null || legs === 0 || count < legs) return []
    return [
      {
        code: 'manifest/strategy',
        severity: 'warning',
        message: `${count} legs of step "${id}" may fail, and it has ${legs}: it can never fail`,
        at: { file, path: [...path, 'strategy', 'max-failures'], part: 'value' },
        help: 'lower it, or write `continue-on-error: true` if that is meant',
      },
    ]
  })
}
