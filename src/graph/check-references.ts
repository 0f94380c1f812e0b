import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Step } from '../manifest/manifest.ts'
import { nearest } from '../text/nearest.ts'

/** What a check refers to is a dataset of a need. */
export function checkReferences(file: string, step: Step): Diagnostic[] {
  return step.checks.flatMap((check, index): Diagnostic[] => {
    if (check.rule !== 'references' || step.needs.includes(check.to)) return []
    const near = nearest(check.to, step.needs)
    const path = [...step.path, 'checks', check.entry ?? index, 'references', 'to']
    return [
      {
        code: 'graph/no-dataset',
        severity: 'error',
        message: `check references: "${check.to}" is not among the needs of "${step.id}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
        at: { file, path, part: 'value' },
        help: near === undefined ? `add "${check.to}" to \`needs\`` : `write "${near}"`,
      },
    ]
  })
}

/** Only a load has a result other than the rows that come. */
export function nothingPublished(file: string, step: Step): Diagnostic[] {
  return step.checks.flatMap((check, index): Diagnostic[] =>
    check.of === undefined
      ? []
      : [
          {
            code: 'manifest/conflict',
            severity: 'error',
            message: `\`of: result\` goes with a load into a table; "${step.id}" has no other result than its rows`,
            at: { file, path: [...step.path, 'checks', check.entry ?? index, 'of'], part: 'key' },
            help: 'remove `of`',
          },
        ],
  )
}
