import { appendFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createPorts } from '../adapters/ports.ts'
import { runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { groupedLog } from '../adapters/runner/grouped-log.ts'
import { runPipeline } from '../app/run.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import { namesUsed } from '../expression/names-used.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunEvent, RunResult } from '../run/event.ts'
import { failureRecordOf } from '../run/failure-record.ts'
import type { StepFinished } from '../run/run-request.ts'
import { createMask, valuesOf } from '../text/mask.ts'
import { type Action, folded, type Verdict } from './action.ts'
import { jobArtifact, packJob, unpackJob } from './hand-over.ts'
import { lostStep, unstartedStep } from './lost-step.ts'
import { setOutput } from './outputs.ts'
import { receivePlan } from './received-plan.ts'

/** Carries out one job of the plan, and uploads what it leaves whatever became of it. */
export async function runJob(action: Action): Promise<Verdict> {
  const { runner, inputs, artifacts, context } = action
  const folder = join(context.temp, 'millrace-run')
  await mkdir(folder, { recursive: true })
  const received = await folded(action, 'Fetch the plan', () =>
    receivePlan(artifacts, folder, action.workspace),
  )
  if (received === undefined) throw new Failure('plan/missing', 'this run has no plan: its plan job failed')
  const { plan, graph } = received
  const job = plan.jobs.find(({ id }) => id === inputs.job)
  if (job === undefined) throw new Usage(`the plan has no job "${inputs.job}"`)
  const lookup = (name: string) => action.env[name]
  const mask = maskIn(
    action,
    namesUsed(graph.manifest).secrets.flatMap((name) => lookup(name) ?? []),
  )
  const prior =
    job.needs.length === 0
      ? new Map()
      : await folded(action, 'Fetch what it needs', () => priorResults(action, plan, job.needs, folder))
  const tell = groupedLog(runner)
  const result = await runPipeline(
    {
      graph,
      plan,
      job: job.id,
      prior,
      ports: createPorts({ graceMs: 3_000 }),
      lookup,
      env: action.env,
      github: context.expressions,
      workspace: action.workspace,
      store: runStoreAt(folder),
      concurrency: inputs.concurrency,
      signal: action.signal,
    },
    tell,
  ).catch((thrown: unknown) => refused(plan, job.steps, folder, thrown, tell))
  const leaks = await handOn(action, job, folder, mask)
  setOutput(runner, 'run', plan.run.id)
  setOutput(runner, 'result', result)
  return leaks || !isGood(result) ? 'failed' : 'passed'
}

export function isGood(result: RunResult): boolean {
  return result === 'success' || result === 'degraded' || result === 'skipped'
}

/** Nothing could be started (a secret is not set, say): then each step of the job is told to have failed of that. */
function refused(
  plan: Plan,
  steps: readonly string[],
  folder: string,
  thrown: unknown,
  tell: (event: RunEvent) => void,
): RunResult {
  if (!(thrown instanceof Failure)) throw thrown
  for (const step of steps) {
    const event = unstartedStep(plan, step, failureRecordOf(thrown))
    appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(event)}\n`)
    tell(event)
  }
  return 'failure'
}

/** A shorter one hides innocent text, and GitHub drops every output that holds it. */
const shortestMask = 4

/** Hides the secrets in this job's log, and answers the function that finds them. */
function maskIn({ runner, inputs }: Action, secrets: readonly string[]): (text: string) => string {
  for (const value of secrets.flatMap((secret) => [...valuesOf(secret)])) {
    if (value.length >= shortestMask) runner.mask(value)
  }
  return createMask([...secrets, ...(inputs.token === '' ? [] : [inputs.token])])
}

/** How the steps ended that this job's steps need, out of what their jobs uploaded. */
async function priorResults(
  { artifacts, context, runner }: Action,
  plan: Plan,
  jobs: readonly string[],
  folder: string,
): Promise<ReadonlyMap<StepId, StepFinished>> {
  const finished = new Map<StepId, StepFinished>()
  for (const job of jobs) {
    const into = join(context.temp, jobArtifact(job))
    await mkdir(into, { recursive: true })
    const events = (await artifacts.download(jobArtifact(job), into)) ? await unpackJob(into, folder) : []
    await rm(into, { recursive: true, force: true })
    for (const event of events) if (event.type === 'step-finished') finished.set(event.step, event)
    for (const step of plan.steps.filter((one) => one.job === job && !finished.has(one.id))) {
      runner.line(`step ${step.id}: its job left no word`)
      finished.set(step.id, lostStep(plan, step.id))
    }
  }
  return finished
}

async function handOn(
  { artifacts, context, inputs, runner }: Action,
  job: { readonly id: string; readonly steps: readonly string[] },
  folder: string,
  mask: (text: string) => string,
): Promise<boolean> {
  const out = join(context.temp, 'millrace-out')
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const { leaks } = await packJob(folder, job.steps, out, mask)
  for (const path of leaks) {
    const message = `${path} shows a secret and is not uploaded: what needs it cannot go on`
    runner.annotate({ level: 'error', title: 'Millrace', message })
  }
  const days = { retentionDays: inputs.retentionDays }
  await folded({ runner }, 'Hand on what it made', () => artifacts.upload(jobArtifact(job.id), out, days))
  return leaks.length > 0
}
