import { recoveryArtifact } from '../adapters/run-folder/hand-over.ts'
import type { Graph } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { stepsAfterCancel } from '../plan/after-cancel.ts'
import type { JobPlan, Plan } from '../plan/plan.ts'
import type { StepFinished } from '../run/run-request.ts'
import type { Action, Verdict } from './action.ts'
import { handOn } from './hand-on.ts'
import { setOutput } from './outputs.ts'
import { fetchWords, priorOf } from './prior-jobs.ts'
import { carryOut, maskIn } from './run-job.ts'

/**
 * Runs what is to run in spite of a cancelled run, as one process would have: tear-downs whose set-up succeeded, and
 * steps with `always()` or `cancelled()`. A step that nobody told the end of counts as cancelled.
 */
export async function runAfterCancel(
  action: Action,
  { plan, graph, folder }: { readonly plan: Plan; readonly graph: Graph; readonly folder: string },
): Promise<Verdict> {
  const jobs = plan.jobs.map(({ id }) => id)
  const known = priorOf(graph, await fetchWords(action, jobs, folder))
  const steps = stepsDue(graph, known.ends)
  const job = jobOf(plan, steps)
  if (job === undefined) {
    action.runner.line('nothing is left to run')
    setOutput(action.runner, 'result', 'skipped')
    return 'passed'
  }
  const ends = new Map(
    graph.order.flatMap((id) => (steps.includes(id) ? [] : [[id, known.ends.get(id) ?? untold(plan, id)]])),
  )
  const result = await carryOut(
    { ...action, signal: AbortSignal.abort() },
    {
      plan: { ...plan, jobs: [...plan.jobs, job] },
      graph,
      job,
      prior: { ends, parts: known.parts },
      folder,
    },
  )
  const clean = await handOn(action, {
    artifact: recoveryArtifact,
    steps,
    folder,
    prior: new Map(),
    mask: maskIn(action, graph),
  })
  setOutput(action.runner, 'result', result)
  return clean && result !== 'failure' ? 'passed' : 'failed'
}

/** Those on the runner of this job that have not come to an end of their own. */
function stepsDue(graph: Graph, ends: ReadonlyMap<StepId, StepFinished>): readonly StepId[] {
  return [...stepsAfterCancel(graph)].filter((id) => (ends.get(id)?.result ?? 'cancelled') === 'cancelled')
}

function jobOf(plan: Plan, steps: readonly StepId[]): JobPlan | undefined {
  const planned = plan.jobs.find((job) => job.steps.some((step) => steps.includes(step)))
  if (planned === undefined) return undefined
  const { limits: _limits, part: _part, ...job } = planned
  return { ...job, id: 'millrace.after-cancel', steps: [...steps] }
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
