import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { Strategy } from '../../src/manifest/manifest.ts'
import { endsOfParts } from '../../src/run/parts/ends-of-parts.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { priorResults } from '../../src/run/resume/prior-results.ts'
import { recoveryJobs } from '../../src/run/resume/recovery-jobs.ts'
import { jobByJob } from './job-by-job.ts'
import { type Executor, graphOf, manifestOf, planOf, Rig, type Sketch } from './rig.ts'

const executor: Executor = ({ stepId }) => {
  if (stepId.startsWith('bad')) throw new Failure('test/broken', `${stepId} broke`)
  return { outputs: { of: stepId } }
}

const shared: Strategy = {
  matrix: { kind: 'axes', axes: { n: Array.from({ length: 34 }, (_, n) => n) }, include: [], exclude: [] },
  failFast: false,
  maxFailures: { count: 0 },
}

/** Some steps fail, some run in any case, some are shared by three jobs; the jobs with these numbers are lost. */
const runs = fc.record({
  lost: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
  shapes: fc.array(fc.record({ picks: fc.array(fc.nat(), { maxLength: 2 }), kind: fc.nat({ max: 9 }) }), {
    minLength: 2,
    maxLength: 8,
  }),
})

function sketchesOf(shapes: readonly { picks: readonly number[]; kind: number }[]): Sketch[] {
  const ids = shapes.map(({ kind }, n) => (kind === 0 ? `bad-${n}` : `s${n}`))
  return shapes.map(({ picks, kind }, n) => ({
    id: ids[n] ?? '',
    needs: n === 0 ? [] : [...new Set(picks.map((pick) => ids[pick % n] ?? ''))],
    retry: { maxAttempts: 1, backoff: 'constant', delayMs: 1, maxDelayMs: 1, infrastructure: 1 },
    ...(kind === 1 ? { if: 'always()' } : {}),
    ...(kind === 2 ? { strategy: shared } : {}),
  }))
}

function results(events: readonly RunEvent[]): Record<string, string> {
  const ends = events.filter((event) => event.type === 'step-finished')
  return Object.fromEntries(ends.map(({ step, result }) => [step, result]))
}

it('whatever jobs are lost, the run ends as if none had been, once they have been recovered', async () => {
  await fc.assert(
    fc.asyncProperty(runs, async ({ lost, shapes }) => {
      using rig = new Rig()
      const manifest = manifestOf(sketchesOf(shapes))
      const whole = await rig.run(manifest, executor, { folder: join(rig.folder, 'whole') })
      const events = await recovered(rig, manifest, lost)
      assert.deepEqual(results(events), results(whole.events))
    }),
    { seed: 8, numRuns: 60 },
  )
})

async function recovered(
  rig: Rig,
  manifest: ReturnType<typeof manifestOf>,
  lost: readonly number[],
): Promise<RunEvent[]> {
  const graph = graphOf(manifest)
  const jobs = planOf(graph).waves.flat()
  const gone = lost.map((number) => jobs[number % jobs.length] ?? '')
  const { plan, told } = await jobByJob(rig, manifest, executor, { lost: gone })
  const events = told.flatMap((one, index) => (gone.includes(jobs[index] ?? '') ? [] : one.events))
  const done = new Set(events.flatMap((event) => (event.type === 'step-started' ? [event.step] : [])))
  for (const job of recoveryJobs(graph, plan, events).flat()) {
    const known = priorResults(graph, [{ events, carried: [] }])
    const prior = new Map(known.entries().filter(([step]) => !job.steps.includes(step)))
    const altered = { ...plan, jobs: [...plan.jobs.filter(({ id }) => id !== job.id), job] }
    assert.ok(job.part !== undefined || !job.steps.some((step) => done.has(step)), 'a step is done twice')
    const folder = join(rig.folder, `again-${events.length}`)
    const again = await rig.run(manifest, executor, { graph, plan: altered, job: job.id, prior, folder })
    events.push(...again.events)
  }
  return [...events, ...endsOfParts(graph, events)]
}
