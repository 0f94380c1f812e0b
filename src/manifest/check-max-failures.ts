import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest, Matrix } from './manifest.ts'

/** Mapped steps that may fail in all their legs, as far as the legs are written: a warning. */
export function checkMaxFailures({ file, steps }: Manifest): Diagnostic[] {
  return steps.flatMap(({ id, strategy, path }): Diagnostic[] => {
    if (strategy === undefined || !('count' in strategy.maxFailures)) return []
    const legs = writtenLegs(strategy.matrix)
    const { count } = strategy.maxFailures
    if (legs === undefined || count < legs) return []
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

/** The number of combinations, where nothing but the axes decides it. */
function writtenLegs(matrix: Matrix): number | undefined {
  if (matrix.kind !== 'axes' || matrix.include.length > 0 || matrix.exclude.length > 0) return undefined
  let legs = 1
  for (const values of Object.values(matrix.axes)) {
    if (typeof values === 'string') return undefined
    legs *= values.length
  }
  return legs === 0 ? undefined : legs
}
