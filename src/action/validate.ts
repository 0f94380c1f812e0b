import { globSync } from 'node:fs'
import { type BaseBranch, readBaseBranch } from '../app/base-branch.ts'
import { checkManifests } from '../app/check.ts'
import { describePullRequest } from '../app/pull-request.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import { fitComment } from '../report/fit-comment.ts'
import { planSummary } from '../report/plan-comment.ts'
import type { PullRequestPlan } from '../report/pull-request-plan.ts'
import { type Action, inRepository, type Verdict } from './action.ts'
import { forecastOf } from './forecast-of.ts'
import { leaveComment } from './left-comment.ts'
import { setOutput } from './outputs.ts'
import { postComment } from './post-comment.ts'
import { tellDiagnostics } from './tell-diagnostics.ts'

/**
 * Checks the manifests: annotations and the summary always, on a pull request also the comment. The verdict is the
 * manifests' alone: a comment that GitHub refuses is a notice.
 */
export async function validate(action: Action): Promise<Verdict> {
  const { runner, workspace, inputs, context } = action
  const all = inputs.pipelines.length === 0
  const files = all ? manifestFiles(workspace) : inputs.pipelines
  const checked = await checkManifests(files, workspace)
  tellDiagnostics(checked.diagnostics, action)
  const pull = context.event.pull_request
  const base = pull === undefined ? undefined : await baseOf(action, checked.graphs, pull.base.sha)
  const plan = await describePullRequest(checked, {
    sha: pull?.head.sha ?? context.sha,
    now: new Date(),
    ...(base === undefined ? {} : { base }),
    ...(all ? { manifests: files } : {}),
    ...(inputs.cache ? { forecast: forecastOf(action) } : {}),
  })
  runner.summary(planSummary(plan))
  if (pull !== undefined) await commentOn(action, pull.number, fitComment(plan))
  setOutput(runner, 'result', plan.errors > 0 ? 'failure' : 'success')
  return plan.errors > 0 ? 'failed' : 'passed'
}

function manifestFiles(workspace: string): readonly string[] {
  const found = globSync('pipelines/*.{yml,yaml}', { cwd: workspace })
  if (found.length > 0) return found.map((path) => path.replaceAll('\\', '/')).toSorted()
  throw new Usage('there is no pipelines/*.yml', 'check the repository out first, or set working-directory')
}

/** What the base branch has. When it cannot be read, nothing is said of changes. */
async function baseOf(
  action: Action,
  graphs: readonly Graph[],
  sha: string,
): Promise<BaseBranch | undefined> {
  try {
    return await readBaseBranch({
      github: await action.github(),
      sha,
      workspace: action.workspace,
      inRepository: (path) => inRepository(action, path),
      graphs,
    })
  } catch (thrown) {
    notice(action, thrown, 'the base branch cannot be read, so the comment does not say what changed')
    return undefined
  }
}

/** A fork's token may not comment: then the comment is left for the workflow that may. */
async function commentOn(action: Action, pullRequest: number, plan: PullRequestPlan): Promise<void> {
  try {
    action.runner.line(await postComment(await action.github(), pullRequest, plan, action.context.runUrl))
  } catch (thrown) {
    notice(action, thrown, 'no comment on the pull request from here')
    await leaveComment(action, plan).catch((cause: unknown) =>
      notice(action, cause, 'the comment could not be left for another workflow'),
    )
  }
}

function notice({ runner }: Action, thrown: unknown, what: string): void {
  if (!(thrown instanceof Failure)) throw thrown
  runner.annotate({ level: 'notice', title: 'Millrace', message: `${what}: ${thrown.message}` })
}
