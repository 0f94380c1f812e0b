import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { code, escapeMarkdown, prose } from '../text/markdown.ts'
import { clip } from './failure-section.ts'
import { counted, number } from '../text/quantities.ts'

/** A diagnostic as it is told: located, and its code any text. */
type ToldDiagnostic = Pick<LocatedDiagnostic, 'severity' | 'message' | 'file' | 'line' | 'column'> & {
  readonly code: string
  readonly help?: string | undefined
}

/** Diagnostics as a Markdown table, errors first; those beyond `max`, of `total`, are counted. */
export function diagnosticTable(
  diagnostics: readonly ToldDiagnostic[],
  max: number,
  total = diagnostics.length,
): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const sorted = [...errors, ...warnings]
  const rows = sorted.slice(0, max).map(row)
  const more = total > rows.length ? [`\n*… and ${number(total - rows.length)} more.*`] : []
  return ['| | Where | What | Code |', '|:--|:--|:--|:--|', ...rows, ...more].join('\n')
}

function row({ severity, file, line, column, message, help, code: name }: ToldDiagnostic): string {
  const remedy = help === undefined ? '' : `<br>${prose(`help: ${clip(help, 500)}`)}`
  const what = `${escapeMarkdown(clip(message, 1000))}${remedy}`
  const icon = severity === 'error' ? '❌' : '⚠️'
  return `| ${icon} | ${code(`${clip(file, 300)}:${line}:${column}`)} | ${what} | ${code(clip(name, 100))} |`
}

/** `2 errors and 1 warning`, or `no mistakes`. */
export function diagnosticCounts({ errors, warnings }: { errors: number; warnings: number }): string {
  if (errors + warnings === 0) return 'no mistakes'
  return [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(' and ')
}
