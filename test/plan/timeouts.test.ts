import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import { waveTimeouts } from '../../src/plan/lay-out.ts'
import { makePlan } from '../../src/plan/make-plan.ts'

function graphOf(steps: Readonly<Record<string, object>>): Graph {
  const manifest = decodeAuthored('pipelines/sales.yml', { steps })
  assert.ok(manifest.ok)
  const graph = buildGraph(manifest.value)
  assert.ok(graph.ok)
  return graph.value
}

const script = (minutes: number, more: object = {}) => ({ run: 'true', 'timeout-minutes': minutes, ...more })

describe('the time-out of a wave', () => {
  it('has room for the infrastructure to fail one of its steps, and no more than max-time allows', () => {
    const few = { infrastructure: 0 }
    assert.deepEqual(waveTimeouts(graphOf({ a: script(20, { retry: few }) })), [20 + 10])
    const short = { ...few, 'max-attempts': 9, 'max-time': '30m' }
    assert.deepEqual(waveTimeouts(graphOf({ a: script(20, { retry: short }) })), [30 + 20 + 10])
  })

  it('is that of its longest job, with room for those that could share one, not the sum of all steps', () => {
    const graph = graphOf({
      a: script(20),
      b: script(50),
      joined: script(30, { needs: ['a', 'b'] }),
    })
    assert.deepEqual(waveTimeouts(graph), [60 + 54 + 20 / 4, 40 + 34])
  })

  it('counts every attempt and pause of the steps that share a job', () => {
    const retry = { 'max-attempts': 3, delay: '1m', 'max-delay': '5m' }
    const graph = graphOf({ a: script(20, { retry }), b: script(10, { needs: 'a' }) })
    assert.deepEqual(waveTimeouts(graph), [20 * 3 + 5 * 2 + 10 + 10 + (20 + 5 * 2)])
  })

  it("ends at GitHub's limit on its runners, and only there", () => {
    const long = { a: script(300), b: script(300, { needs: 'a' }) }
    assert.deepEqual(waveTimeouts(graphOf(long)), [360, 360])
    const own = Object.fromEntries(
      Object.entries(long).map(([id, step]) => [id, { ...step, 'runs-on': ['self-hosted', 'linux'] }]),
    )
    assert.deepEqual(waveTimeouts(graphOf(own)), [914])
  })

  it('fits every job of a plan that has so many waves, however deep the graph', () => {
    const steps: Record<string, object> = {}
    for (let level = 0; level < 23; level += 1)
      for (const side of ['l', 'r'])
        steps[`${side}${level}`] = script(5 + (level % 4), {
          needs: level === 0 ? [] : [`l${level - 1}`, `r${level - 1}`],
          ...(level % 9 === 8 ? { 'runs-on': 'macos-latest' } : {}),
        })
    const graph = graphOf(steps)
    const timeouts = waveTimeouts(graph)
    const plan = makePlan(graph, {
      run: { id: '1', trigger: 'cli', at: '2026-01-01T00:00:00.000Z', date: '2026-01-01' },
      inputs: {},
      authored: {},
      past: new Map(),
      maxWaves: timeouts.length,
    })
    const jobs = new Map(plan.jobs.map((job) => [job.id, job.timeoutMinutes]))
    plan.waves.forEach((wave, index) => {
      for (const job of wave) assert.ok((jobs.get(job) ?? Infinity) <= (timeouts[index] ?? 0), job)
    })
    assert.equal(plan.waves.length, timeouts.length)
  })
})
