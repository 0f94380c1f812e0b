import assert from 'node:assert/strict'
import { join } from 'node:path'
import { carriedOn, type JobWord, priorResults } from '../../src/run/prior-results.ts'
import type { StepFinished } from '../../src/run/run-request.ts'
import { type Executor, graphOf, manifestOf, planOf, type Rig, type Sketch, type Told } from './rig.ts'

/** Runs a plan as GitHub does: job after job, each knowing only what the jobs it needs left; `lost` leave nothing. */
export async function jobByJob(
  rig: Rig,
  sketches: readonly Sketch[],
  executor: Executor,
  lost: readonly string[] = [],
) {
  const manifest = manifestOf(sketches)
  const plan = planOf(graphOf(manifest))
  const words = new Map<string, JobWord>()
  const told: Told[] = []
  for (const job of plan.waves.flat().map((id) => plan.jobs.find((one) => one.id === id))) {
    assert.ok(job)
    const prior = priorResults(job.needs.flatMap((need) => words.get(need) ?? []))
    const ended = await rig.run(manifest, executor, { job: job.id, prior, folder: join(rig.folder, job.id) })
    told.push(ended)
    if (!lost.includes(job.id)) words.set(job.id, { events: ended.events, carried: carriedOn(prior) })
  }
  const results: Record<string, StepFinished> = Object.assign({}, ...told.map(({ steps }) => steps))
  return { plan, results, told }
}
