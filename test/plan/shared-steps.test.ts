import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { decodeManifest } from '../../src/manifest/decode-manifest.ts'
import type { Manifest, Strategy } from '../../src/manifest/manifest.ts'
import { waveTimeouts, wavesNeeded } from '../../src/plan/lay-out.ts'
import { makePlan, type PlanFacts } from '../../src/plan/make-plan.ts'
import { type Plan, planSchema } from '../../src/plan/plan.ts'
import { parseSource } from '../../src/source/source.ts'
import { graphOf, type Sketch } from '../support/graph-of.ts'

const facts: PlanFacts = {
  run: { id: 'r1', trigger: 'cli', at: '2026-11-21T06:30:00.000Z', date: '2026-11-21' },
  inputs: {},
  authored: {},
  past: new Map(),
}

const plan = (steps: readonly Sketch[], part: Partial<Manifest> = {}, more: Partial<PlanFacts> = {}) =>
  makePlan(graphOf(steps, part), { ...facts, ...more })

function decodedManifest(file: string, text: string): Manifest {
  const manifest = decodeManifest(parseSource(file, text))
  assert.ok(manifest.ok, JSON.stringify(manifest))
  return manifest.value
}

/** So many legs, or those of a list that only the run makes. */
function over(legs: number | null, maxParallel?: number): Strategy {
  const axes = { n: legs === null ? '${{ fromJSON(vars.LIST) }}' : Array.from({ length: legs }, (_, n) => n) }
  return {
    matrix: { kind: 'axes', axes, include: [], exclude: [] },
    ...(maxParallel === undefined ? {} : { maxParallel }),
    failFast: true,
    maxFailures: { count: 0 },
  }
}

const partsOf = (strategy: Strategy, part: Partial<Manifest> = {}, pool?: string) =>
  plan([{ id: 'a', strategy, ...(pool === undefined ? {} : { pool }) }], part).jobs.length

describe('the jobs that share a mapped step', () => {
  it('are one for few legs, some for more, and sixteen for however many', () => {
    const counts = [1, 3, 16, 17, 100, 256, 1000, 10_000].map((legs) => partsOf(over(legs)))
    assert.deepEqual(counts, [1, 1, 1, 2, 7, 16, 16, 16])
  })

  it('are four when only the run makes the list', () => {
    assert.equal(partsOf(over(null)), 4)
  })

  it('are no more than have work under max-parallel, and as many as it asks for', () => {
    const counts = (
      [
        [1000, 1],
        [1000, 4],
        [1000, 9],
        [10, 10],
        [null, 2],
        [null, 8],
      ] as const
    ).map(([legs, most]) => partsOf(over(legs, most)))
    assert.deepEqual(counts, [1, 1, 3, 3, 1, 2])
  })

  it('are no more than have work in its pool', () => {
    assert.equal(partsOf(over(1000), { pools: { db: 6 } }, 'db'), 2)
  })

  it('stand in the plan by number, each with its part, after and before all they must', () => {
    const { jobs, waves, steps } = plan([
      { id: 'list' },
      { id: 'each', needs: ['list'], strategy: over(40) },
      { id: 'all', needs: ['each'] },
    ])
    assert.deepEqual(waves, [['list'], ['each.p0', 'each.p1', 'each.p2'], ['all']])
    assert.deepEqual(
      jobs.slice(1, 4).map(({ id, steps: own, part, needs }) => ({ id, own, part, needs })),
      [0, 1, 2].map((index) => ({
        id: `each.p${index}`,
        own: ['each'],
        part: { index, of: 3 },
        needs: ['list'],
      })),
    )
    assert.deepEqual(jobs.at(-1)?.needs, ['each.p0', 'each.p1', 'each.p2'])
    assert.deepEqual(steps[1]?.legs, { count: 40, parts: 3 })
    assert.equal(steps[1]?.job, 'each.p0')
  })

  it('are a step like any other when it is one', () => {
    const { waves } = plan([
      { id: 'a' },
      { id: 'b', needs: ['a'], strategy: over(8) },
      { id: 'c', needs: ['b'] },
    ])
    assert.deepEqual(waves, [['a']])
  })

  it('have room for all rounds of their legs, and to the end when only the run knows them', () => {
    assert.deepEqual(waveTimeouts(graphOf([{ id: 'a', strategy: over(100) }])), [4 + 10])
    assert.deepEqual(waveTimeouts(graphOf([{ id: 'a', strategy: over(null) }])), [360])
    const pooled = graphOf([{ id: 'a', strategy: over(16), pool: 'db' }], { pools: { db: 2 } })
    assert.deepEqual(waveTimeouts(pooled), [16 + 10], 'others may leave it one place')
  })

  it('are fewer where they would be more than a run may have, or more waves than a workflow is comfortable with', () => {
    const wide = plan(Array.from({ length: 100 }, (_, n) => ({ id: `s${n}`, strategy: over(1000) })))
    assert.ok(wide.jobs.length <= 900 && wide.waves.every(({ length }) => length <= 256))
    const deep = Array.from({ length: 20 }, (_, n) => ({
      id: `s${n}`,
      needs: n === 0 ? [] : [`s${n - 1}`],
      strategy: over(1000),
    }))
    assert.equal(plan(deep).waves.length, 10)
  })

  it('plan a hundred thousand legs without making them', () => {
    const axis = (letter: string, length: number) => Array.from({ length }, (_, n) => `${letter}${n}`)
    const matrix = {
      kind: 'axes',
      axes: { a: axis('a', 1000), b: axis('b', 100) },
      include: [],
      exclude: [],
    } as const
    const { steps, jobs } = plan([{ id: 'a', strategy: { ...over(1), matrix } }])
    assert.deepEqual(steps[0]?.legs, { count: 100_000, parts: 16 })
    assert.equal(jobs.length, 16)
  })

  it('split max-parallel among them', () => {
    const { jobs } = plan([{ id: 'a', strategy: over(100, 9) }])
    assert.deepEqual(
      jobs.map(({ limits }) => limits),
      [{ a: 3 }, { a: 3 }, { a: 3 }],
    )
  })

  it('share the pool of a pipeline that is used twice', () => {
    const child = decodedManifest(
      'pipelines/clean.yml',
      'pools: { db: { max-parallel: 3 } }\nsteps: { a: { run: x, pool: db }, b: { run: x, pool: db } }\n',
    )
    const parent = decodedManifest(
      'pipelines/sales.yml',
      'steps: { one: { uses: ./pipelines/clean.yml }, two: { uses: ./pipelines/clean.yml } }\n',
    )
    const graph = buildGraph(parent, new Map([[child.file, child]]))
    assert.ok(graph.ok)
    const [first = []] = wavesOf(makePlan(graph.value, facts))
    const places = first.map(({ limits }) => limits?.['pipelines/clean.yml#db'] ?? 0)
    assert.deepEqual(places, [1, 1, 1])
  })

  it('travel through JSON', () => {
    const made = plan([{ id: 'a', strategy: over(100, 9), pool: 'db' }], { pools: { db: 12 } })
    assert.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(made))), made)
  })
})

/** Graphs of every shape, some steps of which are mapped, in one of three pools, or on another runner. */
const graphs = fc
  .array(
    fc.record({
      picks: fc.array(fc.nat(), { maxLength: 3 }),
      runner: fc.nat({ max: 5 }),
      pool: fc.nat({ max: 4 }),
      legs: fc.option(fc.constantFrom(1, 20, 90, 500, null)),
      most: fc.option(fc.integer({ min: 1, max: 40 })),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((shapes) =>
    shapes.map(({ picks, runner, pool, legs, most }, n): Sketch => ({
      id: `s${n}`,
      needs: n === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % n}`))],
      runsOn: runner < 5 ? 'ubuntu-latest' : 'windows-latest',
      ...(legs === null ? {} : { strategy: over(legs, most ?? undefined) }),
      ...(pool > 2 ? {} : { pool: `p${pool}` }),
    })),
  )
const pools = fc.record({
  p0: fc.integer({ min: 1, max: 3 }),
  p1: fc.integer({ min: 1, max: 12 }),
  p2: fc.integer({ min: 1, max: 100 }),
})

describe('whatever is mapped, and however small the pools', () => {
  it('the jobs side by side stay within every pool and every max-parallel, and each can use what it is given', () => {
    fc.assert(
      fc.property(graphs, pools, (steps, most) => {
        for (const wave of wavesOf(plan(steps, { pools: most }))) holdsLimits(wave, steps, most)
      }),
      { seed: 4, numRuns: 150 },
    )
  })

  it('every step has its jobs, all of them in one wave, after all that it needs', () => {
    fc.assert(
      fc.property(graphs, pools, (steps, most) => {
        const graph = graphOf(steps, { pools: most })
        holdsOrder(makePlan(graph, { ...facts, maxWaves: wavesNeeded(graph) }), steps)
      }),
      { seed: 4, numRuns: 150 },
    )
  })

  it('no job of a plan has more time than the workflow that was generated for it gives its wave', () => {
    fc.assert(
      fc.property(graphs, pools, (steps, most) => {
        const graph = graphOf(steps, { pools: most })
        const timeouts = waveTimeouts(graph)
        const made = makePlan(graph, { ...facts, maxWaves: timeouts.length })
        for (const [index, wave] of wavesOf(made).entries())
          for (const { timeoutMinutes } of wave) assert.ok(timeoutMinutes <= (timeouts[index] ?? 0))
      }),
      { seed: 4, numRuns: 100 },
    )
  })
})

describe('a matrix that the inputs and the run decide', () => {
  const matrixOf = (expression: string): Strategy => ({
    ...over(1),
    matrix: { kind: 'axes', axes: { n: expression }, include: [], exclude: [] },
  })
  const list = (length: number) => Array.from({ length }, (_, n) => n)
  const planWith = (strategy: Strategy, length: number) =>
    plan(
      [{ id: 'list' }, { id: 'each', needs: ['list'], strategy }, { id: 'all', needs: ['each'] }],
      {},
      {
        inputs: { rs: list(length) },
      },
    )

  it('has its legs counted in the plan, and shared by as many jobs as they want, in the same waves', () => {
    const counts = [0, 1, 40, 1000].map((length) => {
      const { steps, jobs, waves } = planWith(matrixOf('${{ inputs.rs }}'), length)
      assert.equal(waves.length, 3)
      assert.equal(jobs.length, 2 + (steps[1]?.legs?.parts ?? 0))
      return steps[1]?.legs
    })
    assert.deepEqual(counts, [
      { count: 0, parts: 1 },
      { count: 1, parts: 1 },
      { count: 40, parts: 3 },
      { count: 1000, parts: 16 },
    ])
  })

  it('is not counted where anything else has a say, and where it is none', () => {
    for (const expression of ['${{ fromJSON(vars.LIST) }}', '${{ needs.list.outputs.x }}', '${{ run.date }}'])
      assert.deepEqual(
        planWith(matrixOf(expression), 3).steps[1]?.legs,
        { count: null, parts: 4 },
        expression,
      )
  })

  it('fits into the workflow that was generated without it, whatever the inputs', () => {
    const lists = fc.tuple(graphs, pools, fc.nat({ max: 700 }))
    fc.assert(
      fc.property(lists, ([shapes, most, length]) => {
        const steps = shapes.map((step) => ({
          ...step,
          ...(step.strategy === undefined
            ? {}
            : { strategy: { ...step.strategy, matrix: matrixOf('${{ inputs.rs }}').matrix } }),
        }))
        const graph = graphOf(steps, { pools: most })
        const timeouts = waveTimeouts(graph)
        const made = makePlan(graph, { ...facts, inputs: { rs: list(length) }, maxWaves: timeouts.length })
        holdsOrder(made, steps)
        for (const [index, wave] of wavesOf(made).entries()) {
          holdsLimits(wave, steps, most)
          for (const job of wave) assert.ok(job.timeoutMinutes <= (timeouts[index] ?? 0))
        }
      }),
      { seed: 16, numRuns: 60 },
    )
  })
})

type Jobs = Plan['jobs']

function wavesOf({ jobs, waves }: Plan): Jobs[] {
  const byId = new Map(jobs.map((job) => [job.id, job]))
  return waves.map((wave) => wave.flatMap((id) => byId.get(id) ?? []))
}

function holdsLimits(wave: Jobs, steps: readonly Sketch[], most: Readonly<Record<string, number>>): void {
  const inWave = new Set(wave.flatMap((job) => job.steps))
  const bounds = new Map(Object.entries(most))
  for (const { id, strategy } of steps)
    if (strategy?.maxParallel !== undefined) bounds.set(id, strategy.maxParallel)
  for (const [name, max] of bounds) {
    const users = steps.filter((step) => inWave.has(step.id) && (step.pool === name || step.id === name))
    const holders = wave.filter((job) => users.some(({ id }) => job.steps.includes(id)))
    for (const job of holders) assert.ok((job.limits?.[name] ?? 0) >= 1, `${job.id} has no place in ${name}`)
    const sum = holders.reduce((all, job) => all + (job.limits?.[name] ?? Infinity), 0)
    assert.ok(holders.length === 0 || sum <= max, `${name}: ${sum} of ${max}`)
  }
}

function holdsOrder(made: Plan, steps: readonly Sketch[]): void {
  const waves = wavesOf(made)
  const waveOf = (step: string) => waves.findIndex((wave) => wave.some((job) => job.steps.includes(step)))
  for (const { id, needs = [] } of steps) {
    const jobs = made.jobs.filter((job) => job.steps.includes(id))
    const parts = made.steps.find((step) => step.id === id)?.legs?.parts ?? 1
    assert.equal(jobs.length, parts)
    assert.ok(jobs.every((job) => waves[waveOf(id)]?.includes(job) === true))
    if (parts > 1) assert.ok(jobs.every((job) => job.steps.length === 1))
    for (const need of needs) {
      const together = parts === 1 && jobs[0]?.steps.includes(need) === true
      assert.ok(together || waveOf(need) < waveOf(id), `${id} after ${need}`)
    }
  }
}
