import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { jobArtifact, lateArtifact, planArtifact } from '../adapters/run-folder/hand-over.ts'
import { runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { graphOfPlan } from '../app/arrived-plan.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { stepsAfterCancel } from '../plan/after-cancel.ts'
import { type LateJob, recoverJobs } from '../plan/late-jobs.ts'
import type { JobPlan, Plan } from '../plan/plan.ts'
import { eventsOf } from '../run/events/decode-events.ts'
import type { RunResult } from '../run/event.ts'
import type { JobWord } from '../run/resume/prior-results.ts'
import type { StepFinished } from '../run/run-request.ts'
import type { Action, Verdict } from './action.ts'
import { fetchPlan } from './fetch-plan.ts'
import { handOn } from './hand-on.ts'
import { setOutput } from './outputs.ts'
import { fetchWord, type Prior, priorOf } from './prior-jobs.ts'
import { carryOut, maskIn } from './run-job.ts'

/** A job after the waves at work. */
export interface Late {
  readonly plan: Plan
  readonly graph: Graph
  readonly folder: string
  readonly here: LateJob
}

/** What it has run, and how that ended. */
export interface Ran {
  readonly steps: readonly StepId[]
  readonly result: RunResult
  readonly isGood: boolean
}

/** Fetches the plan, and finds in it which of these jobs this is. */
export async function openLate(action: Action, jobsOf: (graph: Graph) => readonly LateJob[]): Promise<Late> {
  const { context, inputs, runner } = action
  const folder = join(context.temp, 'millrace-run')
  await mkdir(folder, { recursive: true })
  const plan = await fetchPlan(action, folder)
  if (plan === undefined) throw new Failure('plan/missing', 'this run has no plan: its plan job failed')
  setOutput(runner, 'run', plan.run.id)
  const graph = await graphOfPlan(plan, action.workspace)
  const id = inputs.job === '' ? inputs.command : inputs.job
  const here = jobsOf(graph).find((one) => one.id === id)
  if (here === undefined)
    throw new Usage(
      `the workflow of "${plan.pipeline}" needs no job "${id}"`,
      'run `millrace workflow` and commit what it writes',
    )
  return { plan, graph, folder, here }
}

/** What the recovering jobs before this one left. */
export async function fetchRecovered(
  action: Action,
  { plan, graph, folder, here }: Late,
): Promise<readonly JobWord[]> {
  const since = [planArtifact, ...plan.jobs.map(({ id }) => jobArtifact(id))]
  const words: JobWord[] = []
  for (const { id } of recoverJobs(graph)) {
    if (id === here.id) break
    words.push(...(await fetchWord(action, { name: lateArtifact(id), since }, folder)))
  }
  return words
}

/** What is known by now: from the others' words, and from what this job has run. */
export async function knownHere({ graph, folder }: Late, words: readonly JobWord[]): Promise<Prior> {
  const lines = runStoreAt(folder).lines('events.jsonl')
  const events = [...eventsOf(lines, ['step-finished', 'part-finished'])]
  return priorOf(graph, [...words, { events, carried: [] }])
}

/** Runs a job that is in no plan as if it were, with what is known of all steps but its own. */
export async function runHere(
  action: Action,
  { plan, graph, folder }: Late,
  job: JobPlan,
  { ends, parts }: Prior,
): Promise<RunResult> {
  const others = new Map(ends.entries().filter(([step]) => !job.steps.includes(step)))
  const altered = { ...plan, jobs: [...plan.jobs.filter(({ id }) => id !== job.id), job] }
  return carryOut(action, { plan: altered, graph, job, prior: { ends: others, parts }, folder })
}

/**
 * Runs, of the steps that stopped jobs leave to this runner, those that are due by how they ended. The run counts as
 * cancelled for them, as it did for the job that left them.
 */
export async function runLeft(
  action: Action,
  late: Late,
  known: Prior,
  isDue: (end: StepFinished | undefined) => boolean,
): Promise<readonly Ran[]> {
  const { plan, graph, here } = late
  const planned = new Set(plan.jobs.flatMap(({ steps }) => steps))
  const steps = [...stepsAfterCancel(graph, here.runsOn)].filter(
    (id) => planned.has(id) && isDue(known.ends.get(id)),
  )
  const first = plan.jobs.find((job) => job.steps.some((step) => steps.includes(step)))
  if (first === undefined) return []
  const { limits: _limits, part: _part, ...job } = first
  const stopped = { ...action, signal: AbortSignal.abort() }
  const result = await runHere(stopped, late, { ...job, id: `millrace.${here.id}`, steps }, known)
  return [{ steps, result, isGood: result !== 'failure' }]
}

/** Uploads what this job leaves, and tells how it went. */
export async function closeLate(action: Action, late: Late, ran: readonly Ran[]): Promise<Verdict> {
  const { graph, folder, here } = late
  const bad = ran.find(({ isGood }) => !isGood)
  setOutput(action.runner, 'result', bad?.result ?? ran.at(-1)?.result ?? 'skipped')
  if (ran.length === 0) return 'passed'
  const steps = [...new Set(ran.flatMap((one) => one.steps))]
  const { mask } = maskIn(action, graph)
  const artifact = lateArtifact(here.id)
  const clean = await handOn(action, { artifact, steps, folder, prior: new Map(), mask })
  return clean && bad === undefined ? 'passed' : 'failed'
}
