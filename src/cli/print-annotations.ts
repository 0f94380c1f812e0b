import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { plainText } from '../adapters/terminal/plain-text.ts'
import { escapeCommandData, escapeCommandProperty } from '../text/runner-command.ts'
import type { Shell } from './shell.ts'

/** GitHub keeps ten annotations of a kind from one step; what is over is lost without a word. */
const keptByGitHub = 10

/** Diagnostics as annotations on the lines of a pull request: the first ten of a kind, the rest counted. */
export function printAnnotations(diagnostics: readonly LocatedDiagnostic[], shell: Shell): void {
  for (const severity of ['error', 'warning'] as const) {
    const all = diagnostics.filter((diagnostic) => diagnostic.severity === severity)
    for (const diagnostic of all.slice(0, keptByGitHub)) shell.out(`${annotation(diagnostic)}\n`)
    const hidden = all.length - keptByGitHub
    if (hidden > 0) shell.out(`${hidden} more ${severity}s: see millrace validate\n`)
  }
}

/** What cannot be seen (a terminal's escapes) is not told; line ends stay. */
const visible = (text: string): string => text.split('\n').map(plainText).join('\n')

function annotation({ severity, code, message, help, file, ...at }: LocatedDiagnostic): string {
  const columns = at.line === at.endLine ? { col: at.column, endColumn: at.endColumn } : {}
  const properties = Object.entries({ file, line: at.line, endLine: at.endLine, ...columns, title: code })
    .map(([name, value]) => `${name}=${escapeCommandProperty(String(value))}`)
    .join(',')
  return `::${severity} ${properties}::${escapeCommandData(help === undefined ? visible(message) : `${visible(message)}\n${help}`)}`
}
