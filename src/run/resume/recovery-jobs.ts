import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { JobPlan, Plan } from '../../plan/plan.ts'
import { mayRecover, recoveryRunner } from '../../plan/recovery.ts'
import { runnerKey } from '../../plan/runner.ts'
import type { RunEvent } from '../event.ts'
import type { PartFinished, StepFinished } from '../run-request.ts'
import { unknownNeedCode } from '../verdict/verdict.ts'

/** The name of the job that runs again what was lost; no step is called so. */
export const recoveryJob = 'millrace.recover'

/**
 * What is to be run again after the jobs of some steps were lost, wave by wave, as jobs: the steps that nobody told the
 * end of, and below them those that did not run for that. Only what its author lets be run again, and on the runner of
 * the one job that does it. Steps that several jobs share are run part by part.
 */
export function recoveryJobs(
  graph: Graph,
  plan: Plan,
  events: Iterable<RunEvent>,
): readonly (readonly JobPlan[])[] {
  const ends = new Map<string, StepFinished | PartFinished>()
  for (const event of events) {
    if (event.type === 'step-finished') ends.set(event.step, event)
    if (event.type === 'part-finished') ends.set(partKey(event.step, event.part.index), event)
  }
  const endIn = ({ part }: JobPlan, step: StepId) =>
    ends.get(part === undefined ? step : partKey(step, part.index))
  const again = stepsAgain(graph, plan, endIn)
  const byId = new Map(plan.jobs.map((job) => [job.id, job]))
  return plan.waves.map((wave) => {
    const jobs = wave.flatMap((id) => byId.get(id) ?? [])
    const left = jobs.flatMap((job) => {
      const steps = job.steps.filter((step) => again.has(step) && !hasRun(endIn(job, step)))
      return steps.length === 0 ? [] : [{ ...job, steps }]
    })
    return [
      ...together(left.filter(({ part }) => part === undefined)),
      ...left.filter(({ part }) => part !== undefined),
    ]
  })
}

type EndIn = (job: JobPlan, step: StepId) => StepFinished | PartFinished | undefined

const partKey = (step: StepId, part: number) => `${step}#${part}`

/** The lost steps that may be run again, and those below them that did not run. */
function stepsAgain(graph: Graph, plan: Plan, endIn: EndIn): ReadonlySet<StepId> {
  const runner = recoveryRunner(graph)
  const fits = ({ step }: Node) => runner !== undefined && runnerKey(step.runsOn) === runnerKey(runner)
  const untold = new Set<StepId>()
  const idle = new Set<StepId>()
  for (const job of plan.jobs)
    for (const step of job.steps) {
      const end = endIn(job, step)
      if (end === undefined) untold.add(step)
      else if (!hasRun(end)) idle.add(step)
    }
  const again = new Set<StepId>()
  for (const id of graph.order) {
    const node = nodeOf(graph, id)
    const lost = untold.has(id) && mayRecover(node)
    const waited = idle.has(id) && node.needs.some((need) => again.has(need))
    if (fits(node) && (lost || waited)) again.add(id)
  }
  return again
}

/** Whether a step did anything: it was not skipped, and did not wait for what nobody knows. */
function hasRun(end: StepFinished | PartFinished | undefined): boolean {
  if (end === undefined) return false
  return end.unselected === true || (end.result !== 'skipped' && end.failure?.code !== unknownNeedCode)
}

/** One job of many, which shares its places with no other. */
function together(jobs: readonly JobPlan[]): JobPlan[] {
  const [first] = jobs
  if (first === undefined) return []
  const { limits: _, ...job } = first
  return [{ ...job, id: recoveryJob, steps: [...new Set(jobs.flatMap(({ steps }) => steps))] }]
}
