import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../diagnostic/failure.ts'
import { limits, type PullRequestPlan, pullRequestPlanSchema } from '../report/pull-request-plan.ts'
import type { Action } from './action.ts'
import { parseJson } from '../text/parse-json.ts'

/** The file, and so the artifact, in which a comment travels from a check that may not write it. */
const artifact = 'millrace-comment.json'

/** Leaves what a comment is to say for the workflow that may write it. */
export async function leaveComment({ artifacts, context }: Action, plan: PullRequestPlan): Promise<void> {
  const path = join(context.temp, artifact)
  await writeFile(path, JSON.stringify(plan))
  await artifacts.uploadFile(path, { retentionDays: 1 })
}

/** What the check of a run left, if it did; read as a stranger's. Throws `comment/refused` for anything else. */
export async function readLeftComment(
  { artifacts, inputs }: Action,
  run: number,
): Promise<PullRequestPlan | undefined> {
  const bytes = await artifacts.readForeign({ run, token: inputs.token }, artifact, limits.bytes)
  if (bytes === undefined) return undefined
  const decoded = pullRequestPlanSchema.safeParse(parseJson(bytes.toString('utf8')))
  if (decoded.success) return decoded.data
  throw refused('it does not have the shape of one')
}

export function refused(why: string): Failure {
  return new Failure('comment/refused', `the comment that the check left is refused: ${why}`)
}
