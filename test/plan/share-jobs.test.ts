import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Manifest, Strategy } from '../../src/manifest/manifest.ts'
import { waveTimeouts } from '../../src/plan/lay-out.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { graphOf, type Sketch } from '../support/graph-of.ts'

const run = { id: 'r1', trigger: 'cli', at: '2026-11-21T06:30:00.000Z', date: '2026-11-21' }

/** Planned for the workflow that is generated for it, when the steps took so long before. */
function planned(
  steps: readonly Sketch[],
  past: Readonly<Record<string, number>>,
  part: Partial<Manifest> = {},
) {
  const graph = graphOf(steps, part)
  const timeouts = waveTimeouts(graph)
  const facts = { run, inputs: {}, authored: {}, maxWaves: timeouts.length }
  const plan = makePlan(graph, { ...facts, past: new Map(Object.entries(past)) })
  return { plan, timeouts, first: makePlan(graph, { ...facts, past: new Map() }) }
}

const stepsOfJobs = ({ waves, jobs }: Plan) =>
  waves.map((wave) => wave.map((id) => jobs.find((job) => job.id === id)?.steps.join(' ')))

const legs: Strategy = {
  matrix: { kind: 'axes', axes: { n: [1, 2] }, include: [], exclude: [] },
  failFast: true,
  maxFailures: { count: 0 },
}

describe('jobs that took little time before', () => {
  it('share one with those beside them, and the bill is that of one', () => {
    const fork = [
      { id: 'a' },
      { id: 'b', needs: ['a'] },
      { id: 'c', needs: ['a'] },
      { id: 'd', needs: ['a'] },
    ]
    const { plan, first } = planned(fork, { a: 20, b: 20, c: 30, d: 10 })
    assert.deepEqual(stepsOfJobs(plan), [['a'], ['b c d']])
    assert.equal(plan.jobs[1]?.shared, 3)
    assert.equal(first.cost.billedMinutes - plan.cost.billedMinutes, 2)
  })

  it('are as many together as leave a minute with its start', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))
    const { plan } = planned(five, { a: 20_000, b: 20_000, c: 15_000, d: 41_000, e: 25_000 })
    assert.deepEqual(stepsOfJobs(plan), [['a b', 'c e', 'd']])
  })

  it('are kept where they are when they were not measured, are mapped, or ask for another runner', () => {
    const steps = [
      { id: 'a' },
      { id: 'new' },
      { id: 'each', strategy: legs },
      { id: 'mac', runsOn: 'macos-15' },
      { id: 'b' },
    ]
    const { plan } = planned(steps, { a: 20, each: 20, mac: 20, b: 20 })
    assert.deepEqual(stepsOfJobs(plan), [['a b', 'new', 'each', 'mac']])
  })

  it('are sixteen at most, whatever can be lost with a runner', () => {
    const wide = Array.from({ length: 40 }, (_, n) => ({ id: `s${n}` }))
    const { plan } = planned(wide, Object.fromEntries(wide.map(({ id }) => [id, 5])))
    assert.deepEqual(
      plan.jobs.map(({ steps }) => steps.length),
      [16, 16, 8],
    )
  })
})

/** Graphs of every shape, some steps of which are mapped, in a pool, on another runner, or were never measured. */
const graphs = fc
  .array(
    fc.record({
      picks: fc.array(fc.nat(), { maxLength: 2 }),
      kind: fc.nat({ max: 9 }),
      pool: fc.boolean(),
      took: fc.option(fc.constantFrom(0, 15, 9_000, 30_000, 90_000)),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((shapes) => ({
    past: Object.fromEntries(shapes.flatMap(({ took }, n) => (took === null ? [] : [[`s${n}`, took]]))),
    steps: shapes.map(({ picks, kind, pool }, n): Sketch => ({
      id: `s${n}`,
      needs: n === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % n}`))],
      runsOn: kind === 0 ? 'windows-latest' : 'ubuntu-latest',
      ...(kind === 1 ? { strategy: legs } : {}),
      ...(pool ? { pool: 'db' } : {}),
    })),
  }))

describe('whatever was measured', () => {
  it('a job stays within the time its wave has, and takes less than a minute if it is shared', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 5 }), ({ steps, past }, db) => {
        const { plan, timeouts, first } = planned(steps, past, { pools: { db } })
        const jobs = new Map(plan.jobs.map((job) => [job.id, job]))
        for (const [index, wave] of plan.waves.entries())
          for (const id of wave) {
            const job = jobs.get(id)
            assert.ok((job?.timeoutMinutes ?? Infinity) <= (timeouts[index] ?? 0), id)
            assert.ok(job?.shared === undefined || job.expectedMs <= 40_000, id)
          }
        assert.ok(plan.cost.billedMinutes <= first.cost.billedMinutes || Object.values(past).includes(90_000))
      }),
      { seed: 17, numRuns: 200 },
    )
  })

  it('every step is in one job, after all that it needs, and where the workflow has it', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 5 }), ({ steps, past }, db) => {
        const { plan, timeouts } = planned(steps, past, { pools: { db } })
        assert.equal(plan.waves.length, timeouts.length)
        const waveOf = new Map(plan.waves.flatMap((wave, n) => wave.map((job) => [job, n] as const)))
        const jobOf = new Map(plan.jobs.flatMap((job) => job.steps.map((step) => [step, job] as const)))
        assert.equal(plan.jobs.flatMap((job) => job.steps).length, steps.length)
        for (const { id, needs = [], runsOn } of steps) {
          const job = jobOf.get(id)
          assert.equal(job?.runsOn, runsOn)
          for (const need of needs) {
            const [own, above] = [job?.id ?? '', jobOf.get(need)?.id ?? '']
            const before = (job?.steps.indexOf(need) ?? -1) < (job?.steps.indexOf(id) ?? -1)
            assert.ok(own === above ? before : (waveOf.get(above) ?? 0) < (waveOf.get(own) ?? 0), id)
          }
        }
      }),
      { seed: 17, numRuns: 200 },
    )
  })
})
