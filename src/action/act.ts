import { carryOut, type Deed } from '../adapters/github/carry-out.ts'
import type { Intent } from '../report/intent.ts'
import { type Action, inRepository } from './action.ts'

/** Does on GitHub what is intended. `false`: a file was not committed, so its rows are not where they were to be. */
export async function act(
  action: Action,
  wanted: readonly Intent[],
  of: { readonly run: string; readonly folder: string },
): Promise<boolean> {
  if (wanted.length === 0) return true
  const { context } = action
  const deeds = await carryOut(wanted, await action.github(), {
    ...of,
    runUrl: context.runUrl,
    branch: context.branch,
    inRepository: (path: string) => inRepository(action, path),
  })
  for (const deed of deeds) tell(deed, action)
  return !deeds.some(({ intent, failure }) => intent.type === 'commit-files' && failure !== undefined)
}

function tell({ intent, told, failure }: Deed, { runner }: Action): void {
  if (failure === undefined) return runner.line(told)
  const level = intent.type === 'commit-files' ? 'error' : 'warning'
  const message = failure.help === undefined ? told : `${told}\n${failure.help}`
  return runner.annotate({ level, title: 'Millrace', message })
}
