import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { wavesNeeded } from '../../src/plan/lay-out.ts'
import { makePlan, type PlanFacts } from '../../src/plan/make-plan.ts'
import { type Plan, planSchema } from '../../src/plan/plan.ts'
import { graphOf, type Sketch } from '../support/graph-of.ts'

const facts: PlanFacts = {
  run: { id: 'r1', trigger: 'cli', at: '2026-11-21T06:30:00.000Z', date: '2026-11-21' },
  inputs: {},
  authored: {},
  past: new Map(),
}

const plan = (steps: readonly Sketch[], more: Partial<PlanFacts> = {}) =>
  makePlan(graphOf(steps), { ...facts, ...more })

describe('a plan', () => {
  it('fuses a chain into one job', () => {
    const { jobs, waves } = plan([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['b'] }])
    assert.deepEqual(waves, [['a']])
    assert.deepEqual(jobs[0]?.steps, ['a', 'b', 'c'])
  })

  it('gives branches jobs of their own, and a join a wave after them', () => {
    const { jobs, waves } = plan([
      { id: 'a' },
      { id: 'b', needs: ['a'] },
      { id: 'c', needs: ['a'] },
      { id: 'd', needs: ['b', 'c'] },
    ])
    assert.deepEqual(waves, [['a'], ['b', 'c'], ['d']])
    assert.deepEqual(jobs.find(({ id }) => id === 'd')?.needs, ['b', 'c'])
  })

  it('keeps steps on different runners in different jobs', () => {
    const { waves } = plan([{ id: 'a' }, { id: 'b', needs: ['a'], runsOn: 'windows-latest' }])
    assert.deepEqual(waves, [['a'], ['b']])
  })

  it('splits a wave of more than 256 jobs', () => {
    const { waves } = plan(Array.from({ length: 600 }, (_, n) => ({ id: `s${n}` })))
    assert.deepEqual(
      waves.map(({ length }) => length),
      [256, 256, 88],
    )
  })

  const wide = Array.from({ length: 2000 }, (_, n) => ({ id: `s${n}` }))
  const many: Readonly<Record<string, readonly Sketch[]>> = {
    'many steps side by side': wide,
    'many steps side by side, on two runners in turn': wide.flatMap(({ id }) => [
      { id },
      { id: `${id}-then`, needs: [id], runsOn: 'windows-latest' },
    ]),
    'many short chains that change their runner often': wide.slice(0, 400).flatMap(({ id }) =>
      Array.from({ length: 8 }, (_, n) => ({
        id: `${id}-${n}`,
        needs: n === 0 ? [] : [`${id}-${n - 1}`],
        runsOn: n % 2 === 0 ? 'ubuntu-latest' : 'windows-latest',
      })),
    ),
  }
  for (const [name, steps] of Object.entries(many)) {
    it(`makes no more jobs than a run's artifacts can be listed: ${name}`, () => {
      const { jobs, waves } = plan(steps, { maxWaves: wavesNeeded(graphOf(steps)) })
      assert.ok(jobs.length <= 900, `${jobs.length} jobs`)
      assert.ok(waves.every(({ length }) => length <= 256))
      assert.equal(new Set(jobs.flatMap((job) => job.steps)).size, steps.length)
    })
  }

  it('puts jobs together when the workflow has too few waves to split', () => {
    const { waves, jobs } = plan(
      Array.from({ length: 600 }, (_, n) => ({ id: `s${n}` })),
      { maxWaves: 1 },
    )
    assert.equal(waves[0]?.length, 256)
    assert.equal(
      jobs.reduce((sum, job) => sum + job.steps.length, 0),
      600,
    )
  })

  it('bills every job a whole minute, and the plan and report jobs with them', () => {
    const { cost, jobs } = plan([{ id: 'a' }, { id: 'b' }], { past: new Map([['a', 61_000]]) })
    assert.deepEqual(
      jobs.map(({ billedMinutes }) => billedMinutes),
      [2, 1],
    )
    assert.deepEqual(cost, { billedMinutes: 5, dollars: 0.03 })
  })

  it('tells a workflow that is too shallow to be generated anew', () => {
    const steps = [{ id: 'a' }, { id: 'b', needs: ['a'], runsOn: 'windows-latest' }]
    assert.throws(() => plan(steps, { maxWaves: 1 }), /has 1 waves, and its steps need 2/)
  })

  it('is the same after a way through JSON', () => {
    const made = plan([{ id: 'a' }, { id: 'b', needs: ['a'] }])
    assert.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(made))), made)
  })
})

/** Graphs of every shape: each step needs some of those before it, and runs on one of three runners. */
const graphs = fc
  .array(fc.record({ picks: fc.array(fc.nat(), { maxLength: 3 }), runner: fc.nat({ max: 9 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((shapes) =>
    shapes.map(({ picks, runner }, n): Sketch => ({
      id: `s${n}`,
      needs: n === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % n}`))],
      runsOn: runner < 8 ? 'ubuntu-latest' : 'windows-latest',
    })),
  )

describe('whatever the shape of the graph', () => {
  const holds = (made: Plan, sketches: readonly Sketch[]) => {
    const waveOf = new Map(made.waves.flatMap((wave, n) => wave.map((job) => [job, n] as const)))
    const jobOf = new Map(made.jobs.flatMap((job) => job.steps.map((step) => [step, job] as const)))
    assert.equal(jobOf.size, sketches.length)
    assert.equal(waveOf.size, made.jobs.length)
    for (const { id, needs = [], runsOn } of sketches) {
      const job = jobOf.get(id)
      assert.equal(job?.runsOn, runsOn)
      for (const need of needs) {
        const earlier = jobOf.get(need)
        const before = (waveOf.get(earlier?.id ?? '') ?? 0) < (waveOf.get(job?.id ?? '') ?? 0)
        assert.ok(earlier === job || before, `${id} in wave after ${need}`)
      }
    }
  }

  it('every need is met in the same job or an earlier wave', () => {
    fc.assert(fc.property(graphs, (sketches) => holds(plan(sketches), sketches)))
  })

  it('it fits into as few waves as its runners allow', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 6 }), (sketches, maxWaves) => {
        const oneRunner = sketches.map(({ id, needs }) => ({
          id,
          needs: needs ?? [],
          runsOn: 'ubuntu-latest',
        }))
        const made = plan(oneRunner, { maxWaves })
        holds(made, oneRunner)
        assert.ok(made.waves.length <= maxWaves)
      }),
    )
  })

  it('a workflow generated for it is deep enough', () => {
    fc.assert(
      fc.property(graphs, (sketches) => {
        const maxWaves = wavesNeeded(graphOf(sketches))
        holds(plan(sketches, { maxWaves }), sketches)
      }),
    )
  })

  it('the same graph gives the same bytes', () => {
    fc.assert(
      fc.property(graphs, (sketches) => {
        assert.equal(JSON.stringify(plan(sketches)), JSON.stringify(plan(sketches)))
      }),
    )
  })
})
