import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { partOfGraph } from '../../src/graph/part-of-graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { packByDepth } from '../../src/plan/pack-by-depth.ts'
import type { PackingFacts } from '../../src/plan/packing.ts'
import { isEnd, withoutEnds } from '../../src/plan/without-ends.ts'

function manifest(file: string, steps: object): Manifest {
  const result = decodeAuthored(file, { steps })
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const run = 'true'
const two = manifest('two.yml', { a: { run }, b: { run, 'runs-on': 'macos-15' } })
const one = manifest('one.yml', { a: { run }, b: { run, needs: 'a' } })

function wavesOf(steps: object, maxWaves?: number): string[][] {
  const graph = buildGraph(
    manifest('pipelines/p.yml', steps),
    new Map([two, one].map((used) => [used.file, used])),
  )
  assert.ok(graph.ok)
  const plan = makePlan(graph.value, {
    run: { id: 'r', trigger: 'cli', at: '2026-11-20T05:30:00.000Z', date: '2026-11-20' },
    inputs: {},
    authored: {},
    past: new Map(),
    ...(maxWaves === undefined ? {} : { maxWaves }),
  })
  const jobs = new Map(plan.jobs.map((job) => [job.id, job]))
  for (const { id, needs } of plan.jobs)
    for (const need of needs) {
      const wave = (job: string) => plan.waves.findIndex((ids) => ids.includes(job))
      assert.ok(wave(need) < wave(id), `${id} needs ${need}`)
    }
  return plan.waves.map((wave) => wave.map((id) => `${id}: ${jobs.get(id)?.steps.join(' ')}`))
}

test('a used pipeline that is a chain ends in the job of its last step', () => {
  assert.deepEqual(wavesOf({ u: { uses: './one.yml' }, after: { run, needs: 'u' } }), [
    ['u.a: u/a u/b u after'],
  ])
})

test('one that ends in several jobs ends in a job of a later wave, which is not named after it', () => {
  assert.deepEqual(wavesOf({ u: { uses: './two.yml' }, x: { run, needs: 'u' }, y: { run, needs: 'u' } }), [
    ['u.a: u/a', 'u.b: u/b'],
    ['x: u x', 'y: y'],
  ])
})

test('one that comes last has a job of its own, shared by all such', () => {
  assert.deepEqual(wavesOf({ u: { uses: './two.yml' }, v: { uses: './two.yml' } }), [
    ['u.a: u/a', 'u.b: u/b', 'v.a: v/a', 'v.b: v/b'],
    ['u: u v'],
  ])
})

test('used pipelines that follow each other cost no wave between them', () => {
  assert.deepEqual(
    wavesOf({ u: { uses: './two.yml' }, v: { uses: './two.yml', needs: 'u' }, x: { run, needs: 'v' } }),
    [['u.a: u/a', 'u.b: u/b'], ['v.a: u v/a', 'v.b: v/b'], ['x: v x']],
  )
})

test('they fit into a workflow that has no wave to spare', () => {
  const waves = wavesOf({ u: { uses: './one.yml' }, v: { uses: './one.yml', needs: 'u' } }, 1)
  assert.equal(waves.length, 1)
})

/** One that uses others, which may use one in turn; each step needs some of those before it. */
const nested = fc
  .array(fc.record({ picks: fc.array(fc.nat(), { maxLength: 2 }), kind: fc.nat({ max: 6 }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((shapes) => (uses: readonly string[]) => {
    const steps = shapes.map(({ picks, kind }, n): [string, object] => {
      const needs = n === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % n}`))]
      const used = kind < 3 ? uses[kind] : undefined
      const runner = kind === 6 ? { 'runs-on': 'macos-15' } : {}
      return [`s${n}`, { needs, ...(used === undefined ? { run, ...runner } : { uses: used }) }]
    })
    return Object.fromEntries(steps)
  })

function graphWith(steps: object, used: readonly Manifest[]): Graph {
  const graph = buildGraph(manifest('pipelines/p.yml', steps), new Map(used.map((each) => [each.file, each])))
  assert.ok(graph.ok)
  return graph.value
}

const packing = (maxWaves: number): PackingFacts => ({
  expectedMs: () => 1,
  partsOf: (id) => (/s[37]$/.test(id) ? 2 : 1),
  poolsOf: () => [],
  pricePerMinute: () => 0,
  maxWaves,
  maxJobsPerWave: 256,
})

test('used pipelines are packed as if an edge led from each last step to each first', () => {
  const inside = manifest('in.yml', { x: { run }, y: { run }, z: { run, needs: 'x', 'runs-on': 'macos-15' } })
  fc.assert(
    fc.property(nested, nested, fc.integer({ min: 1, max: 6 }), (outer, middle, maxWaves) => {
      const between = manifest('mid.yml', middle(['./in.yml', './two.yml']))
      const graph = graphWith(outer(['./mid.yml', './in.yml', './two.yml']), [between, inside, two])
      const steps = new Set(graph.order.filter((id) => !isEnd(graph, id)))
      const edges = { ...partOfGraph(graph, steps), joints: new Set<string>() }
      const facts = packing(maxWaves)
      assert.deepEqual(packByDepth(withoutEnds(graph), facts), packByDepth(edges, facts))
    }),
    { seed: 26, numRuns: 300 },
  )
})

test('wide used pipelines in a row have no more edges than steps', () => {
  const wide = manifest(
    'wide.yml',
    Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`s${n}`, { run }])),
  )
  const used = (needs: string[]) => ({ uses: './wide.yml', needs })
  const graph = withoutEnds(graphWith({ u: used([]), v: used(['u']), w: used(['v']) }, [wide]))
  const edges = graph.order.reduce((sum, id) => sum + (graph.nodes.get(id)?.needs.length ?? 0), 0)
  assert.deepEqual([graph.joints.size, edges], [2, 8000])
})
