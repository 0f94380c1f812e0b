import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'

function manifestOf(needs: Readonly<Record<string, readonly string[]>>): Manifest {
  const steps = Object.fromEntries(
    Object.entries(needs).map(([id, each]) => [id, { run: 'true', needs: each }]),
  )
  const result = decodeAuthored('p.yml', { steps })
  assert.ok(result.ok)
  return result.value
}

/** Steps in any written order, each needing some that come before it in a hidden order. */
const acyclic = fc
  .array(fc.array(fc.nat(1_000), { maxLength: 4 }), { minLength: 1, maxLength: 40 })
  .chain((picks) => {
    const needs = picks.map((each, index) =>
      [...new Set(each.map((n) => n % (index + 1)))].filter((n) => n !== index),
    )
    const ids = needs.map((_, index) => index)
    return fc
      .shuffledSubarray(ids, { minLength: ids.length, maxLength: ids.length })
      .map((order) =>
        Object.fromEntries(order.map((n) => [`s${n}`, (needs[n] ?? []).map((need) => `s${need}`)])),
      )
  })

test('every step comes after its needs, and the same manifest always gives the same order', () => {
  fc.assert(
    fc.property(acyclic, (needs) => {
      const graph = buildGraph(manifestOf(needs))
      assert.ok(graph.ok)
      const rank = new Map(graph.value.order.map((id, index) => [id, index]))
      assert.equal(rank.size, Object.keys(needs).length)
      for (const [id, each] of Object.entries(needs))
        for (const need of each) assert.ok((rank.get(need) ?? 0) < (rank.get(id) ?? 0))
      assert.deepEqual(buildGraph(manifestOf(needs)), graph)
    }),
  )
})

test('an edge back makes a cycle that is told, and the cycle told is a real one', () => {
  fc.assert(
    fc.property(acyclic, fc.nat(), (needs, pick) => {
      const pairs = Object.entries(needs).flatMap(([id, each]) => each.map((need) => [need, id] as const))
      const back = pairs[pick % Math.max(1, pairs.length)]
      fc.pre(back !== undefined)
      const [from, to] = back ?? ['', '']
      const looped = { ...needs, [from]: [...(needs[from] ?? []), to] }
      const graph = buildGraph(manifestOf(looped))
      assert.ok(!graph.ok)
      const path = graph.diagnostics[0]?.message.split(': ')[1]?.split(' → ') ?? []
      assert.ok(path.length >= 3)
      assert.equal(path[0], path.at(-1))
      for (const [index, id] of path.slice(0, -1).entries())
        assert.ok(looped[id]?.includes(path[index + 1] ?? ''), path.join())
    }),
  )
})

test('among steps that are ready together the one written first comes first', () => {
  const graph = buildGraph(manifestOf({ z: [], b: ['z'], a: ['z'], c: ['a', 'b'], y: [] }))
  assert.deepEqual(graph.ok && graph.value.order, ['z', 'b', 'a', 'c', 'y'])
})

test('what `from` names is a need without being written, once', () => {
  const steps = {
    rows: { extract: { csv: 'https://example.com/x.csv' } },
    out: { needs: ['rows'], load: { from: 'rows', file: 'out.csv' } },
  }
  const manifest = decodeAuthored('p.yml', { steps })
  assert.ok(manifest.ok)
  const graph = buildGraph(manifest.value)
  assert.ok(graph.ok)
  assert.deepEqual(graph.value.nodes.get('out')?.needs, ['rows'])
  assert.deepEqual(graph.value.nodes.get('rows')?.dependents, ['out'])
})

test('a chain of 100,000 steps is ordered within seconds and without a deep stack', () => {
  const needs = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, n) => [`s${n}`, n < 99_999 ? [`s${n + 1}`] : []]),
  )
  const manifest = manifestOf(needs)
  const start = process.cpuUsage()
  const graph = buildGraph(manifest)
  assert.ok(graph.ok && graph.value.order[0] === 's99999')
  assert.ok(process.cpuUsage(start).user < 5_000_000)
})
