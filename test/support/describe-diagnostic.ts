import type { LocatedDiagnostic } from '../../src/diagnostic/diagnostic.ts'

/** A diagnostic as the cases write it: its place, what is said, and the remedy. */
export function describeDiagnostic(each: LocatedDiagnostic): string {
  const { file, line, column, endLine, endColumn, severity, code, message, related = [], help } = each
  return [
    `${file}:${line}:${column}-${endLine}:${endColumn} ${severity} ${code}`,
    `  ${message}`,
    ...related.map((other) => `  at ${other.file}:${other.line}:${other.column}: ${other.message}`),
    ...(help === undefined ? [] : [`  help: ${help}`]),
  ].join('\n')
}
