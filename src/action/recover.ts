import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { jobArtifact, planArtifact, recoveryArtifact } from '../adapters/run-folder/hand-over.ts'
import { runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { graphOfPlan } from '../app/arrived-plan.ts'
import { Failure } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import type { JobPlan, Plan } from '../plan/plan.ts'
import { decodeEvents } from '../run/decode-events.ts'
import type { RunResult } from '../run/event.ts'
import type { JobWord } from '../run/prior-results.ts'
import { recoveryJobs } from '../run/recovery-jobs.ts'
import { isGood } from '../run/run-result.ts'
import { code } from '../text/markdown.ts'
import { counted } from '../text/quantities.ts'
import type { Action, Verdict } from './action.ts'
import { runAfterCancel } from './after-cancel.ts'
import { fetchPlan } from './fetch-plan.ts'
import { handOn } from './hand-on.ts'
import { setOutput } from './outputs.ts'
import { fetchWords, priorOf } from './prior-jobs.ts'
import { carryOut, maskIn } from './run-job.ts'

/**
 * Runs again, here and now, what was lost with the runners of other jobs, or after a cancelled run what is to run all the
 * same, and uploads what that leaves.
 */
export async function recover(action: Action): Promise<Verdict> {
  const { runner, context, artifacts } = action
  const folder = join(context.temp, 'millrace-run')
  await mkdir(folder, { recursive: true })
  const plan = await fetchPlan(action, folder)
  if (plan === undefined) throw new Failure('plan/missing', 'this run has no plan: its plan job failed')
  setOutput(runner, 'run', plan.run.id)
  if (action.inputs.cancelled) {
    const graph = await graphOfPlan(plan, action.workspace)
    return runAfterCancel(action, { plan, graph, folder })
  }
  const left = new Set(await artifacts.list({ since: planArtifact }))
  const lost = plan.jobs.filter(({ id }) => !left.has(jobArtifact(id)))
  if (lost.length === 0) {
    runner.line('every job told how it ended: nothing was lost')
    const graph = await graphOfPlan(plan, action.workspace)
    return runAfterCancel(action, { plan, graph, folder })
  }
  runner.line(`${counted(lost.length, 'job')} left nothing: ${lost.map(({ id }) => id).join(', ')}`)
  const graph = await graphOfPlan(plan, action.workspace)
  const words = await fetchWords(
    action,
    plan.jobs.filter((job) => !lost.includes(job)).map(({ id }) => id),
    folder,
  )
  const jobs = recoveryJobs(
    graph,
    plan,
    words.flatMap(({ events }) => events),
  ).flat()
  if (jobs.length === 0)
    return nothing(
      action,
      'none of it may be run again here (`retry: { infrastructure: 0 }`, or another runner)',
    )
  return runAgain(action, { plan, graph, jobs, words, folder })
}

function nothing({ runner }: Action, why: string): Verdict {
  runner.line(why)
  setOutput(runner, 'result', 'skipped')
  return 'passed'
}

interface Lost {
  readonly plan: Plan
  readonly graph: Graph
  readonly jobs: readonly JobPlan[]
  readonly words: readonly JobWord[]
  readonly folder: string
}

function summaryOf(jobs: readonly JobPlan[]): string {
  const steps = jobs.flatMap(({ id, part, steps: own }) => (part === undefined ? own : [id]))
  return `### Run again, because the job that had it was lost, or what it needed was\n\n${steps.map(code).join(', ')}\n`
}

/** One after the other: each knows what all before it left, the lost ones that were run again among them. */
async function runAgain(action: Action, { plan, graph, jobs, words, folder }: Lost): Promise<Verdict> {
  const { runner } = action
  const mask = maskIn(action, graph)
  const store = runStoreAt(folder)
  const results: RunResult[] = []
  for (const job of jobs) {
    runner.line(`again: ${job.steps.join(', ')}${job.part === undefined ? '' : ` (${job.id})`}`)
    const events = decodeEvents((await store.read('events.jsonl')) ?? '')
    const { ends, parts } = priorOf(graph, [...words, { events, carried: [] }])
    const others = ends.entries().filter(([step]) => !job.steps.includes(step))
    const altered = { ...plan, jobs: [...plan.jobs.filter(({ id }) => id !== job.id), job] }
    const prior = { ends: new Map(others), parts }
    results.push(await carryOut(action, { plan: altered, graph, job, prior, folder }))
  }
  const steps = [...new Set(jobs.flatMap((job) => job.steps))]
  const clean = await handOn(action, { artifact: recoveryArtifact, steps, folder, prior: new Map(), mask })
  runner.summary(summaryOf(jobs))
  const bad = results.find((result) => !isGood(result))
  setOutput(runner, 'result', bad ?? results.at(-1) ?? 'success')
  return clean && bad === undefined ? 'passed' : 'failed'
}
