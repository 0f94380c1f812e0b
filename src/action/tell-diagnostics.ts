import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import type { Runner } from '../ports/runner.ts'
import { setOutput } from './outputs.ts'

/** GitHub keeps ten annotations of a kind from one step; what is over is lost without a word. */
const keptByGitHub = 10

/** Annotates the first ten of each kind on their lines, counts the rest, and puts the numbers into outputs. */
export function tellDiagnostics(diagnostics: readonly LocatedDiagnostic[], runner: Runner): void {
  for (const severity of ['error', 'warning'] as const) {
    const all = diagnostics.filter((diagnostic) => diagnostic.severity === severity)
    for (const diagnostic of all.slice(0, keptByGitHub)) annotate(diagnostic, runner)
    const hidden = all.length - keptByGitHub
    if (hidden > 0) runner.line(`${hidden} more ${severity}s are in the summary of this job`)
    setOutput(runner, severity === 'error' ? 'errors' : 'warnings', all.length)
  }
}

function annotate({ severity, code, message, help, ...at }: LocatedDiagnostic, runner: Runner): void {
  const { file, line, column, endLine, endColumn } = at
  const text = help === undefined ? message : `${message}\n${help}`
  runner.annotate({
    level: severity,
    title: code,
    message: text,
    at: { file, line, column, endLine, endColumn },
  })
}
