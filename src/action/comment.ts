import { Failure, Usage } from '../diagnostic/failure.ts'
import type { WorkflowRun } from '../ports/github.ts'
import type { Action, Verdict } from './action.ts'
import { setOutput } from './outputs.ts'
import {
  commentArtifact,
  commentKey,
  largestComment,
  planCommentSchema,
  renderPlanComment,
  type PlanComment,
} from './plan-comment.ts'

/**
 * Posts the comment that the check of a fork's pull request left as an artifact. What a stranger could have written
 * is only data here: which pull request it is about is asked of GitHub, and the words and markers are ours.
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
  const left = await readLeft(action, id)
  if (left === undefined) return done(action, `run ${id} left no comment`)
  if (left.sha !== run.headSha) throw hostile('it is about another commit than its run')
  const pull = await github.pullRequestFor({ sha: run.headSha, ...headOf(run) })
  if (pull === undefined) return done(action, 'no open pull request stands at this commit any more')
  const { url, change } = await github.upsertComment(pull.number, commentKey, renderPlanComment(left))
  runner.line(`comment ${change}: ${url}`)
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

async function readLeft({ artifacts, inputs }: Action, run: number): Promise<PlanComment | undefined> {
  const bytes = await artifacts.readForeign({ run, token: inputs.token }, commentArtifact, largestComment)
  if (bytes === undefined) return undefined
  const decoded = planCommentSchema.safeParse(parseJson(bytes.toString('utf8')))
  if (decoded.success) return decoded.data
  throw hostile('it does not have the shape of one')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hostile(why: string): Failure {
  return new Failure('comment/refused', `the comment that the check left is refused: ${why}`)
}
