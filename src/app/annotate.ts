import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { keptByGitHub, type Runner } from '../ports/runner.ts'
import { counted } from '../text/quantities.ts'

/**
 * Annotates the lines of a pull request: the first ten mistakes of a kind; the rest is counted, and `rest` says where
 * it stands. `fileOf` names a file as the repository knows it.
 */
export function annotate(
  diagnostics: readonly LocatedDiagnostic[],
  runner: Pick<Runner, 'annotate' | 'line'>,
  { rest, fileOf = (file) => file }: { rest: string; fileOf?: (file: string) => string },
): void {
  for (const level of ['error', 'warning'] as const) {
    const all = diagnostics.filter(({ severity }) => severity === level)
    for (const { code, message, help, file, line, column, endLine, endColumn } of all.slice(0, keptByGitHub))
      runner.annotate({
        level,
        title: code,
        message: help === undefined ? message : `${message}\n${help}`,
        at: { file: fileOf(file), line, column, endLine, endColumn },
      })
    const hidden = all.length - keptByGitHub
    if (hidden > 0) runner.line(`${counted(hidden, `more ${level}`)}: ${rest}`)
  }
}
