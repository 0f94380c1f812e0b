import { annotate } from '../app/annotate.ts'
import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { type Action, inRepository } from './action.ts'
import { setOutput } from './outputs.ts'

/** Annotates what is wrong on its lines, and puts the numbers into outputs. */
export function tellDiagnostics(
  diagnostics: readonly LocatedDiagnostic[],
  action: Pick<Action, 'runner' | 'inputs'>,
): void {
  const { runner } = action
  annotate(diagnostics, runner, {
    rest: 'see the summary of this job',
    fileOf: (file) => inRepository(action, file),
  })
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  setOutput(runner, 'errors', errors)
  setOutput(runner, 'warnings', diagnostics.length - errors)
}
