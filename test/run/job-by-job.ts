import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Graph } from '../../src/graph/graph.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { carriedOn, type JobWord, priorResults } from '../../src/run/resume/prior-results.ts'
import type { RunRequest, StepFinished } from '../../src/run/run-request.ts'
import { type Executor, graphOf, planOf, type Rig, type Told } from './rig.ts'

interface Circumstances {
  /** Jobs that leave no word. */
  readonly lost?: readonly string[]
  readonly over?: (job: string) => Partial<RunRequest>
  /** When it is not that of the manifest alone. */
  readonly graph?: Graph
}

/** Runs a plan as GitHub does: job after job, each knowing only what the jobs it needs left. */
export async function jobByJob(
  rig: Rig,
  manifest: Manifest,
  executor: Executor,
  { lost = [], over = () => ({}), graph = graphOf(manifest) }: Circumstances = {},
) {
  const plan = planOf(graph)
  const words = new Map<string, JobWord>()
  const told: Told[] = []
  for (const job of plan.waves.flat().map((id) => plan.jobs.find((one) => one.id === id))) {
    assert.ok(job)
    const prior = priorResults(
      graph,
      job.needs.flatMap((need) => words.get(need) ?? []),
    )
    const folder = join(rig.folder, job.id)
    const ended = await rig.run(manifest, executor, { graph, job: job.id, prior, folder, ...over(job.id) })
    told.push(ended)
    if (!lost.includes(job.id)) words.set(job.id, { events: ended.events, carried: carriedOn(prior) })
  }
  const results: Record<string, StepFinished> = Object.assign({}, ...told.map(({ steps }) => steps))
  return { plan, results, told }
}
