import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { code, escapeMarkdown } from '../text/markdown.ts'
import { clip } from './failure-section.ts'
import { counted } from './quantities.ts'

/** Diagnostics as a Markdown table, errors first; those beyond `max` are counted. */
export function diagnosticTable(diagnostics: readonly LocatedDiagnostic[], max: number): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const sorted = [...errors, ...warnings]
  const more = sorted.length > max ? [`\n*… and ${sorted.length - max} more.*`] : []
  return ['| | Where | What | Code |', '|:--|:--|:--|:--|', ...sorted.slice(0, max).map(row), ...more].join(
    '\n',
  )
}

function row({ severity, file, line, column, message, help, code: name }: LocatedDiagnostic): string {
  const remedy = help === undefined ? '' : `<br>${escapeMarkdown(`help: ${clip(help, 500)}`)}`
  const what = `${escapeMarkdown(clip(message, 1000))}${remedy}`
  const icon = severity === 'error' ? '❌' : '⚠️'
  return `| ${icon} | ${code(`${file}:${line}:${column}`)} | ${what} | ${code(name)} |`
}

/** `2 errors and 1 warning`, or `no mistakes`. */
export function diagnosticCounts(diagnostics: readonly Pick<LocatedDiagnostic, 'severity'>[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  if (diagnostics.length === 0) return 'no mistakes'
  return [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(' and ')
}
