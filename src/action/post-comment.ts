import type { GitHub } from '../ports/github.ts'
import { isWorthAComment, planComment, planMarker } from '../report/plan-comment.ts'
import type { PullRequestPlan } from '../report/pull-request-plan.ts'

/**
 * Keeps our one comment on a pull request up to date, and answers what became of it. A pull request that changes
 * nothing of ours gets none; one that has it already is told so there.
 */
export async function postComment(
  github: Pick<GitHub, 'upsertComment' | 'updateComment'>,
  pullRequest: number,
  plan: PullRequestPlan,
  runUrl: string,
): Promise<string> {
  const body = planComment(plan, { runUrl })
  const done = isWorthAComment(plan)
    ? await github.upsertComment(pullRequest, planMarker, body)
    : await github.updateComment(pullRequest, planMarker, body)
  return done === undefined ? 'no comment: no pipeline differs' : `comment ${done.change}: ${done.url}`
}
