import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endsOfParts } from '../../src/run/parts/ends-of-parts.ts'
import type { PartFinished } from '../../src/run/run-request.ts'
import { graphFrom } from '../support/graph-from.ts'

const graph = graphFrom(`name: P
steps:
  each:
    strategy: { matrix: { n: [1, 2, 3, 4, 5, 6] }, max-failures: 2 }
    run: echo
`)

function part(index: number, success: number, failure = 0): PartFinished {
  const legs = { total: success + failure, success, failure, cancelled: 0, skipped: 0 }
  return {
    schema: 1,
    run: 'r1',
    at: `2026-11-21T05:30:0${index}.000Z`,
    type: 'part-finished',
    step: 'each',
    part: { index, of: 3 },
    result: failure > 0 ? 'failure' : 'success',
    ...(failure > 0 ? { tolerated: true } : {}),
    attempts: 1,
    rows: success,
    durationMs: 1000 * (index + 1),
    outputs: {},
    legs,
  }
}

describe('how a step ended that several jobs share', () => {
  it('is told as if it had been one', () => {
    const [end] = endsOfParts(graph, [part(0, 2), part(1, 1, 1), part(2, 2)])
    assert.equal(end?.result, 'failure')
    assert.equal(end?.tolerated, true)
    assert.deepEqual(end?.legs, { total: 6, success: 5, failure: 1, cancelled: 0, skipped: 0 })
  })

  it('is a failure that nobody can tolerate when a job was lost, and keeps what the others told', () => {
    const [end] = endsOfParts(graph, [part(0, 2), part(2, 1, 1)])
    assert.deepEqual([end?.result, end?.tolerated, end?.failure?.code], ['failure', false, 'runner/lost'])
    assert.match(end?.failure?.message ?? '', /^1 of the 3 jobs that share this step/)
    assert.deepEqual(end?.legs, { total: 4, success: 3, failure: 1, cancelled: 0, skipped: 0 })
    assert.equal(end?.rows, 3)
  })

  it('is what the last word of each job says: a part that was run again is no longer lost', () => {
    const [end] = endsOfParts(graph, [part(0, 0, 2), part(2, 2), part(1, 2), part(0, 2)])
    assert.equal(end?.result, 'success')
  })

  it('counts what a job never began beside what the others told of their legs', () => {
    const words = { attempts: 0, rows: null, outputs: {}, legs: undefined }
    const cancelled = {
      ...part(1, 0),
      ...words,
      result: 'cancelled',
      reason: 'the run was cancelled',
    } as const
    const [failing] = endsOfParts(graph, [part(0, 0, 3), cancelled, part(2, 2)])
    assert.deepEqual([failing?.result, failing?.failure?.code], ['failure', 'legs/failed'])
    const [stopped] = endsOfParts(graph, [part(0, 1, 1), cancelled, part(2, 2)])
    assert.deepEqual([stopped?.result, stopped?.reason], ['cancelled', 'the run was cancelled'])
    assert.deepEqual(stopped?.legs, { total: 6, success: 3, failure: 1, cancelled: 2, skipped: 0 })
    const secret = { code: 'secret/missing', message: 'no secret', causes: [], retryable: false }
    const unbegun = { ...cancelled, result: 'failure', failure: secret } as const
    const [broken] = endsOfParts(graph, [part(0, 1, 1), unbegun, part(2, 2)])
    assert.deepEqual([broken?.result, broken?.tolerated], ['failure', undefined])
    assert.equal(broken?.failure?.message, 'part 2 of 3 could not begin: no secret')
    const [none] = endsOfParts(
      graph,
      [0, 1, 2].map((index) => ({ ...cancelled, part: { index, of: 3 } })),
    )
    assert.deepEqual([none?.result, none?.legs], ['cancelled', undefined])
  })

  it('bears an output that is no list any more since it was masked', () => {
    const [end] = endsOfParts(
      graph,
      [0, 1, 2].map((index) => ({ ...part(index, 2), outputs: { n: index === 1 ? '["***' : '["x"]' } })),
    )
    assert.deepEqual(end?.outputs, { n: '["x"]' })
  })

  it('is not known when no job told anything', () => {
    assert.deepEqual(endsOfParts(graph, []), [])
  })
})
