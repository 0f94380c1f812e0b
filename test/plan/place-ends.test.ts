import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { makePlan } from '../../src/plan/make-plan.ts'

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
