import { Usage } from '../diagnostic/failure.ts'
import type { WorkflowRun } from '../ports/github.ts'
import type { Action, Verdict } from './action.ts'
import { readLeftComment, refused } from './left-comment.ts'
import { setOutput } from './outputs.ts'
import { postComment } from './post-comment.ts'

/**
 * Posts the comment that the check of a pull request left as an artifact because its token may not write it. What a
 * stranger could have written is only data here: which pull request it is about is asked of GitHub, and the words and
 * markers are ours.
 */
export async function comment(action: Action): Promise<Verdict> {
  const { runner, context, inputs } = action
  const id = inputs.runId ?? context.event.workflow_run?.id
  if (id === undefined) {
    throw new Usage(
      'comment needs the input run-id',
      'start it by workflow_run, or name the run of the check',
    )
  }
  const github = await action.github()
  const run = await github.workflowRun(id)
  const left = await readLeftComment(action, id)
  if (left === undefined) return done(action, `run ${id} left no comment`)
  if (left.sha !== run.headSha) throw refused('it is about another commit than its run')
  const pull = await github.pullRequestFor({ sha: run.headSha, ...headOf(run) })
  if (pull === undefined) return done(action, 'no open pull request stands at this commit any more')
  runner.line(await postComment(github, pull.number, left, run.url))
  setOutput(runner, 'result', 'success')
  return 'passed'
}

function done({ runner }: Action, why: string): Verdict {
  runner.line(why)
  setOutput(runner, 'result', 'skipped')
  return 'passed'
}

function headOf({ headRepository, headBranch }: WorkflowRun): { head?: string } {
  const [owner] = headRepository?.split('/') ?? []
  return owner === undefined || headBranch === '' ? {} : { head: `${owner}:${headBranch}` }
}
