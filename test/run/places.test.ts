import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { graphOf, manifestOf, planOf, Rig, type Sketch } from './rig.ts'

/** Runs the steps, each for a moment, and answers the most that were at work at once, of each pool and in all. */
async function mostAtOnce(
  sketches: readonly Sketch[],
  pools: Readonly<Record<string, number>>,
  limits?: Readonly<Record<string, number>>,
) {
  using rig = new Rig()
  const manifest = manifestOf(sketches, { pools })
  const at = new Map<string, number>()
  const most = new Map<string, number>()
  const change = (name: string, by: number) => {
    at.set(name, (at.get(name) ?? 0) + by)
    most.set(name, Math.max(most.get(name) ?? 0, at.get(name) ?? 0))
  }
  const plan = planOf(graphOf(manifest))
  const job = plan.jobs[0]
  const over =
    limits === undefined || job === undefined
      ? {}
      : { job: job.id, plan: { ...plan, jobs: [{ ...job, limits: { ...limits } }] } }
  const told = await rig.run(
    manifest,
    async ({ stepId }) => {
      const names = ['all', sketches.find(({ id }) => id === stepId)?.pool ?? 'none']
      for (const name of names) change(name, 1)
      await setTimeout(1)
      for (const name of names) change(name, -1)
      return {}
    },
    { concurrency: 6, ...over },
  )
  assert.equal(told.result, 'success')
  return Object.fromEntries(most)
}

const steps = (count: number, pool?: string): Sketch[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${pool ?? 'free'}${index}`,
    ...(pool === undefined ? {} : { pool }),
  }))

describe('a pool in one process', () => {
  it('lets no more steps work at once than it has places, and holds nobody else up', async () => {
    const most = await mostAtOnce([...steps(8, 'slow'), ...steps(8)], { slow: 2 })
    assert.deepEqual(most, { all: 6, slow: 2, none: 6 - 2 })
  })

  it('is as small as the job is told that its share is', async () => {
    const most = await mostAtOnce(steps(4, 'slow'), { slow: 3 }, { slow: 1 })
    assert.equal(most['slow'], 1)
  })

  it('is kept whatever the steps and their pools are, and every step comes to its turn', async () => {
    const graph = fc.array(
      fc.record({
        pool: fc.constantFrom('x', 'y', undefined),
        needs: fc.array(fc.nat(30), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 24 },
    )
    const property = fc.asyncProperty(graph, fc.integer({ min: 1, max: 3 }), async (drawn, x) => {
      const sketches = drawn.map(({ pool, needs }, index): Sketch => ({
        id: `s${index}`,
        needs: [...new Set(needs.filter((need) => need < index).map((need) => `s${need}`))],
        ...(pool === undefined ? {} : { pool }),
      }))
      const most = await mostAtOnce(sketches, { x, y: 1 })
      assert.ok((most['x'] ?? 0) <= x && (most['y'] ?? 0) <= 1 && (most['all'] ?? 0) <= 6)
    })
    await fc.assert(property, { numRuns: 30, seed: 9 })
  })

  it('is shared by the legs of mapped steps and the steps beside them', async () => {
    using rig = new Rig()
    const matrix = { kind: 'axes' as const, axes: { n: [1, 2, 3, 4] }, include: [], exclude: [] }
    const strategy = { matrix, failFast: true, maxFailures: { count: 0 } }
    const sketches = [{ id: 'legs', pool: 'slow', strategy }, ...steps(3, 'slow'), { id: 'free' }]
    let atWork = 0
    let most = 0
    const told = await rig.run(manifestOf(sketches, { pools: { slow: 2 } }), async ({ stepId }) => {
      if (stepId === 'free') return {}
      most = Math.max(most, (atWork += 1))
      await setTimeout(2)
      atWork -= 1
      return {}
    })
    assert.equal(told.result, 'success')
    assert.equal(most, 2)
  })

  it('does not keep a step that waits for a place from being cancelled', async () => {
    using rig = new Rig()
    const stop = new AbortController()
    const manifest = manifestOf(steps(3, 'slow'), { pools: { slow: 1 } })
    const told = await rig.run(
      manifest,
      async ({ signal }) => {
        stop.abort()
        await setTimeout(5_000, undefined, { signal })
        return {}
      },
      { signal: stop.signal },
    )
    assert.deepEqual(
      Object.values(told.steps).map(({ result }) => result),
      ['cancelled', 'cancelled', 'cancelled'],
    )
  })

  it('lets a thousand steps wait for one place', { timeout: 60_000 }, async () => {
    using rig = new Rig()
    const manifest = manifestOf(steps(1_000, 'slow'), { pools: { slow: 1 } })
    const told = await rig.run(manifest, () => ({}))
    assert.equal(told.result, 'success')
  })
})
