import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Manifest } from './manifest.ts'

/** Loads that add rows with each run because their author did not say what they should do: a warning. */
export function checkAppends({ file, steps }: Manifest): Diagnostic[] {
  return steps.flatMap((step): Diagnostic[] => {
    const { appendsUnsaid } = factsOf(step)
    if (appendsUnsaid === undefined || appendsUnsaid.table === '') return []
    return [
      {
        code: 'manifest/append',
        severity: 'warning',
        message: `each run adds its rows again to "${appendsUnsaid.table}"`,
        at: { file, path: [...step.path, step.kind, ...appendsUnsaid.path], part: 'value' },
        help: 'say `mode: append` to mean it, or `mode: replace`, or `mode: merge` with a `key`',
      },
    ]
  })
}
