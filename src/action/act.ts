import { carryOut, type Deed } from '../adapters/github/carry-out.ts'
import type { Intent } from '../report/intent.ts'
import { type Action, inRepository } from './action.ts'

/** Does on GitHub what is intended. `false`: a file was not committed, so its rows are not where they were to be. */
export async function act(
  action: Action,
  wanted: readonly Intent[],
  of: { readonly run: string; readonly folder: string },
): Promise<boolean> {
  const { context } = action
  const possible = context.isTag ? wanted.filter(({ type }) => type !== 'commit-files') : wanted
  const areAll = possible.length === wanted.length
  if (!areAll) tellTag(action)
  if (possible.length === 0) return areAll
  const deeds = await carryOut(possible, await action.github(), {
    ...of,
    runUrl: context.runUrl,
    branch: context.branch,
    inRepository: (path: string) => inRepository(action, path),
  })
  for (const deed of deeds) tell(deed, action)
  return (
    areAll && !deeds.some(({ intent, failure }) => intent.type === 'commit-files' && failure !== undefined)
  )
}

/** A branch of that name would be another thing. */
function tellTag({ runner, context }: Action): void {
  const message = `the files of this run are not committed: it ran on the tag ${context.branch}\nrun it on a branch`
  runner.annotate({ level: 'error', title: 'Millrace', message })
}

function tell({ intent, told, failure }: Deed, { runner }: Action): void {
  if (failure === undefined) return runner.line(told)
  const level = intent.type === 'commit-files' ? 'error' : 'warning'
  const message = failure.help === undefined ? told : `${told}\n${failure.help}`
  return runner.annotate({ level, title: 'Millrace', message })
}
