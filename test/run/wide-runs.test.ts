import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Strategy } from '../../src/manifest/manifest.ts'
import type { RunEvent } from '../../src/run/event.ts'
import type { StepFinished } from '../../src/run/run-request.ts'
import { graphOf, manifestOf, planOf, Rig, type Sketch } from './rig.ts'

/** What would take for ever, or overflow a stack, if it cost more than a run of that size may. */

const numbered = (count: number, sketch: (index: number) => Omit<Sketch, 'id'>): Sketch[] =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index}`, ...sketch(index) }))

function success(step: string): StepFinished {
  const at = '2026-11-20T05:30:00.000Z'
  const none = { attempts: 1, rows: null, durationMs: 1, outputs: {} }
  return { schema: 1, run: 'r1', at, type: 'step-finished', step, result: 'success', ...none }
}

const strategy: Strategy = {
  matrix: { kind: 'axes', axes: { n: [1, 2] }, include: [], exclude: [] },
  failFast: true,
  maxFailures: { count: 0 },
}

/** The most mapped steps that had begun and not ended. */
function mostOpen(events: readonly RunEvent[]): number {
  let open = 0
  let most = 0
  for (const event of events) {
    if (event.type === 'step-started' && event.leg === undefined) most = Math.max(most, (open += 1))
    if (event.type === 'step-finished') open -= 1
  }
  return most
}

/** The plan of one step: of a run it is asked only which that is. */
const plan = planOf(graphOf(manifestOf([{ id: 'up' }])))

const nothing = () => ({})

describe('a run of many steps', () => {
  it('hands down the end of a step that is made again along a chain of twenty thousand', async () => {
    using rig = new Rig()
    const chain = numbered(20_000, (index) => ({ needs: [index === 0 ? 'up' : `s${index - 1}`] }))
    const manifest = manifestOf([{ id: 'up' }, ...chain, { id: 'last', needs: ['s19999'] }])
    const prior = new Map(chain.map(({ id }) => [id, success(id)]))
    const told = await rig.run(manifest, nothing, { plan, prior })
    assert.deepEqual(Object.keys(told.steps), ['up', 'last'])
    assert.equal(told.result, 'success')
  })

  it('hands it down through sixty layers in which each step needs all of the layer above', async () => {
    using rig = new Rig()
    const above = (index: number) => [0, 1, 2].map((nth) => `s${3 * (Math.floor(index / 3) - 1) + nth}`)
    const layers = numbered(180, (index) => ({ needs: index < 3 ? ['up'] : above(index) }))
    const manifest = manifestOf([{ id: 'up' }, ...layers, { id: 'last', needs: ['s179'] }])
    const prior = new Map(layers.map(({ id }) => [id, success(id)]))
    const told = await rig.run(manifest, nothing, { plan, prior })
    assert.equal(told.steps['last']?.result, 'success')
  })

  it('starts all that one step lets go, in their order', async () => {
    using rig = new Rig()
    const manifest = manifestOf([{ id: 'up' }, ...numbered(5_000, () => ({ needs: ['up'] }))])
    const begun: string[] = []
    const told = await rig.run(manifest, ({ stepId }) => (begun.push(stepId), {}), { plan })
    assert.equal(told.result, 'success')
    assert.deepEqual(begun, ['up', ...numbered(5_000, () => ({})).map(({ id }) => id)])
  })

  it('opens no more mapped steps that wait for a pool than it has places, and leaves the others alone', async () => {
    using rig = new Rig()
    const waiting = numbered(300, () => ({ strategy, pool: 'slow' }))
    const manifest = manifestOf([...waiting, { id: 'free' }], { pools: { slow: 1 } })
    const told = await rig.run(manifest, nothing)
    assert.equal(told.result, 'success')
    assert.equal(told.events.filter(({ type }) => type === 'leg-finished').length, 600)
    assert.equal(mostOpen(told.events), 2)
  })

  it('opens no more mapped steps than it may have steps at work, whatever their pipelines wait for', async () => {
    using rig = new Rig()
    const child = manifestOf([{ id: 'x', pool: 'slow' }], { file: 'pipelines/child.yml', pools: { slow: 1 } })
    const root = manifestOf(
      numbered(50, () => ({ strategy, kind: 'uses', options: { file: './pipelines/child.yml' } })),
    )
    const graph = graphOf(root, child)
    const told = await rig.run(root, nothing, { graph, plan, concurrency: 3 })
    assert.equal(told.result, 'success')
    assert.ok(mostOpen(told.events) <= 4)
  })
})
