import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { number } from '../text/quantities.ts'

/** More than anyone reads at once. */
export const mostShown = 200

/** The first mistakes of a file, and how many more there are. The verdict stays: an error cut off is an error. */
export function capDiagnostics(sorted: readonly LocatedDiagnostic[], most: number): LocatedDiagnostic[] {
  const shown = sorted.slice(0, most)
  const rest = sorted.slice(most)
  const [next] = rest
  if (next === undefined) return shown
  const errors = rest.filter(({ severity }) => severity === 'error').length
  return [
    ...shown,
    {
      code: 'diagnostic/more',
      severity: errors > 0 ? 'error' : 'warning',
      message: `${number(rest.length)} more mistakes in this file are not shown`,
      file: next.file,
      line: next.line,
      column: next.column,
      endLine: next.endLine,
      endColumn: next.endColumn,
      help: 'mend these first, as many mistakes have one cause, or see all with `millrace validate --all`',
    },
  ]
}
