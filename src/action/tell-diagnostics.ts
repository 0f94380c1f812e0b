import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { type Action, inRepository } from './action.ts'
import { setOutput } from './outputs.ts'

/** GitHub keeps ten annotations of a kind from one step; what is over is lost without a word. */
const keptByGitHub = 10

/** Annotates the first ten of each kind on their lines, counts the rest, and puts the numbers into outputs. */
export function tellDiagnostics(
  diagnostics: readonly LocatedDiagnostic[],
  action: Pick<Action, 'runner' | 'inputs'>,
): void {
  const { runner } = action
  for (const severity of ['error', 'warning'] as const) {
    const all = diagnostics.filter((diagnostic) => diagnostic.severity === severity)
    for (const diagnostic of all.slice(0, keptByGitHub)) annotate(diagnostic, action)
    const hidden = all.length - keptByGitHub
    if (hidden > 0) runner.line(`${hidden} more ${severity}s are in the summary of this job`)
    setOutput(runner, severity === 'error' ? 'errors' : 'warnings', all.length)
  }
}

function annotate(
  { severity, code, message, help, ...at }: LocatedDiagnostic,
  action: Pick<Action, 'runner' | 'inputs'>,
): void {
  const { line, column, endLine, endColumn } = at
  const file = inRepository(action, at.file)
  const text = help === undefined ? message : `${message}\n${help}`
  action.runner.annotate({
    level: severity,
    title: code,
    message: text,
    at: { file, line, column, endLine, endColumn },
  })
}
