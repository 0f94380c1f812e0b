import { afterCancelJobs } from '../plan/late-jobs.ts'
import type { Plan } from '../plan/plan.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { StepFinished } from '../run/run-request.ts'
import type { Action, Verdict } from './action.ts'
import { closeLate, fetchRecovered, knownHere, openLate, runLeft } from './late-job.ts'
import { fetchWords, type Prior } from './prior-jobs.ts'

/**
 * Runs what is to run in spite of a cancelled run, as one process would have: on this runner, tear-downs whose set-up
 * succeeded, and steps with `always()` or `cancelled()`. A step that nobody told the end of counts as cancelled.
 */
export async function afterCancel(action: Action): Promise<Verdict> {
  const late = await openLate(action, afterCancelJobs)
  const { plan, graph, folder } = late
  const jobs = plan.jobs.map(({ id }) => id)
  const words = [...(await fetchWords(action, jobs, folder)), ...(await fetchRecovered(action, late))]
  const known = withUntold(await knownHere(late, words), plan, graph.order)
  const ran = await runLeft(action, late, known, (end) => end?.result === 'cancelled')
  if (ran.length === 0) action.runner.line('nothing is left to run')
  return closeLate(action, late, ran)
}

function withUntold({ ends, parts }: Prior, plan: Plan, steps: readonly StepId[]): Prior {
  return { ends: new Map(steps.map((id) => [id, ends.get(id) ?? untold(plan, id)])), parts }
}

function untold({ run }: Plan, step: StepId): StepFinished {
  return {
    schema: 1,
    run: run.id,
    at: run.at,
    type: 'step-finished',
    step,
    result: 'cancelled',
    attempts: 0,
    rows: null,
    durationMs: 0,
    outputs: {},
    reason: 'the run was cancelled',
  }
}
