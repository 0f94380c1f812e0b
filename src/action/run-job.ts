import { appendFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createPorts } from '../adapters/ports.ts'
import { jobArtifact } from '../adapters/run-folder/hand-over.ts'
import { createActionsCache } from '../adapters/cache/actions.ts'
import { runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { groupedLog } from '../adapters/runner/grouped-log.ts'
import { graphOfPlan } from '../app/arrived-plan.ts'
import { runPipeline } from '../app/run.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import { namesOfGraph } from '../graph/names-of-graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { stepsAfterCancel } from '../plan/after-cancel.ts'
import type { JobPlan, Plan } from '../plan/plan.ts'
import type { RunEvent, RunResult } from '../run/event.ts'
import { failureRecordOf } from '../run/events/failure-record.ts'
import { isGood } from '../run/run-result.ts'
import { unstartedStep } from '../run/verdict/unstarted-step.ts'
import { type GrowingMask, createGrowingMask } from '../text/growing-mask.ts'
import { valuesOf } from '../text/mask.ts'
import type { Action, Verdict } from './action.ts'
import { actionsCacheOf } from './actions-cache-of.ts'
import { fetchPlan } from './fetch-plan.ts'
import { handOn } from './hand-on.ts'
import { setOutput } from './outputs.ts'
import { fetchPrior, joinDatasets, type Prior } from './prior-jobs.ts'

/** What one job of a run has to work with. */
export interface Work {
  readonly plan: Plan
  readonly graph: Graph
  readonly job: JobPlan
  readonly prior: Prior
  readonly folder: string
  /** What this job leaves to another one when it is told to stop. */
  readonly leftOnCancel?: ReadonlySet<StepId>
  /** Hides what a step is given in confidence. Default: the runner does, in this job's log. */
  readonly hide?: GrowingMask['hide']
}

/** Carries out one job of the plan, and uploads what it leaves whatever became of it. */
export async function runJob(action: Action): Promise<Verdict> {
  const { runner, inputs, context } = action
  const folder = join(context.temp, 'millrace-run')
  await mkdir(folder, { recursive: true })
  const plan = await fetchPlan(action, folder)
  if (plan === undefined) throw new Failure('plan/missing', 'this run has no plan: its plan job failed')
  const job = plan.jobs.find(({ id }) => id === inputs.job)
  if (job === undefined) throw new Usage(`the plan has no job "${inputs.job}"`)
  const graph = await graphOfPlan(plan, action.workspace)
  const { mask, hide } = maskIn(action, graph)
  const prior = await fetchPrior(action, graph, job, folder)
  const result = await carryOut(action, {
    plan,
    graph,
    job,
    prior,
    folder,
    leftOnCancel: stepsAfterCancel(graph),
    hide,
  })
  const clean = await handOn(action, {
    artifact: jobArtifact(job.id),
    steps: job.steps,
    folder,
    prior: prior.ends,
    mask,
  })
  setOutput(runner, 'run', plan.run.id)
  setOutput(runner, 'result', result)
  return clean && isGood(result) ? 'passed' : 'failed'
}

/** A shorter one hides innocent text, and GitHub drops every output that holds it. */
const shortestMask = 4

/** Hides the secrets in this job's log, and answers the mask that finds them. */
export function maskIn({ runner, inputs, env }: Action, graph: Graph): GrowingMask {
  const secrets = namesOfGraph(graph).secrets.flatMap((name) => env[name] ?? [])
  const hideInLog = (secret: string): void => {
    for (const value of valuesOf(secret)) if (value.length >= shortestMask) runner.mask(value)
  }
  for (const secret of secrets) hideInLog(secret)
  return createGrowingMask([...secrets, ...(inputs.token === '' ? [] : [inputs.token])], hideInLog)
}

/** The runner kills a job ten seconds after it told it to stop; the rest of them is for the upload. */
const graceMs = 3_500

/** If nothing can be started (a secret is not set, say), each step of the job is told to have failed of that. */
export async function carryOut(action: Action, work: Work): Promise<RunResult> {
  const { plan, job, folder } = work
  const tell = groupedLog(action.runner)
  return start(action, work, tell).catch((thrown: unknown) => {
    if (!(thrown instanceof Failure)) throw thrown
    const failure = failureRecordOf(thrown)
    for (const step of job.steps) {
      const event = unstartedStep({ run: plan.run.id, step, part: job.part, failure, now: new Date() })
      appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(event)}\n`)
      tell(event)
    }
    return 'failure' as const
  })
}

async function start(
  action: Action,
  { plan, graph, job, prior, folder, leftOnCancel, hide }: Work,
  tell: (event: RunEvent) => void,
): Promise<RunResult> {
  return runPipeline(
    {
      graph,
      plan,
      job: job.id,
      prior: await joinDatasets(prior, folder),
      ports: createPorts({ graceMs: 3_000 }),
      lookup: (name: string) => action.env[name],
      env: action.env,
      github: action.context.expressions,
      workspace: action.workspace,
      store: runStoreAt(folder),
      ...(action.inputs.cache ? { cache: createActionsCache(actionsCacheOf(action.context)) } : {}),
      concurrency: action.inputs.concurrency,
      signal: action.signal,
      graceMs,
      onSecret: hide ?? ((secret) => action.runner.mask(secret)),
      ...(leftOnCancel === undefined ? {} : { leftOnCancel }),
    },
    tell,
  )
}
