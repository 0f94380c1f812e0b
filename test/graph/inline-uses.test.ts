import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { type Graph, nodeOf } from '../../src/graph/graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'

type Steps = Readonly<Record<string, object>>

function manifest(file: string, steps: Steps, head: object = {}): Manifest {
  const result = decodeAuthored(file, { ...head, steps })
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

function build(root: Manifest, ...used: readonly Manifest[]) {
  return buildGraph(root, new Map(used.map((one) => [one.file, one])))
}

function graphOf(root: Manifest, ...used: readonly Manifest[]): Graph {
  const graph = build(root, ...used)
  assert.ok(graph.ok, JSON.stringify(graph))
  return graph.value
}

const rows = { run: { script: 'true', output: 'csv' } }
const clean = manifest(
  'pipelines/clean.yml',
  { orders: rows, tidy: { ...rows, needs: 'orders' }, note: { run: 'true' } },
  { datasets: { daily: 'tidy' } },
)

describe('a pipeline that uses another', () => {
  const root = manifest('pipelines/all.yml', {
    fetch: rows,
    clean: { uses: './pipelines/clean.yml', needs: 'fetch' },
    publish: { needs: 'clean', run: 'true' },
  })
  const graph = graphOf(root, clean)

  test('has its steps before the step that uses it, under that name', () => {
    assert.deepEqual(graph.order, ['fetch', 'clean/orders', 'clean/tidy', 'clean/note', 'clean', 'publish'])
    assert.deepEqual([...graph.used.keys()], ['pipelines/clean.yml'])
  })

  test('begins where the step would, and ends with it', () => {
    assert.deepEqual(nodeOf(graph, 'clean/orders').needs, ['fetch'])
    assert.deepEqual(nodeOf(graph, 'clean/tidy').needs, ['clean/orders'])
    assert.deepEqual(nodeOf(graph, 'clean').needs, ['clean/tidy', 'clean/note'])
    assert.deepEqual(nodeOf(graph, 'publish').needs, ['clean'])
    assert.equal(nodeOf(graph, 'clean').ends?.manifest, clean)
  })

  test('each step sees the steps of its own manifest only', () => {
    assert.deepEqual([...nodeOf(graph, 'clean/orders').seen], [])
    assert.deepEqual([...nodeOf(graph, 'clean/tidy').seen], [['orders', 'clean/orders']])
    assert.deepEqual([...nodeOf(graph, 'clean').seen], [['fetch', 'fetch']])
  })

  test('reads its datasets by name, and the only one by the name of the step', () => {
    assert.deepEqual(
      [...nodeOf(graph, 'publish').datasets],
      [
        ['clean', 'clean/tidy'],
        ['clean/daily', 'clean/tidy'],
      ],
    )
    assert.deepEqual([...nodeOf(graph, 'clean/tidy').datasets], [['orders', 'clean/orders']])
  })

  test('a copy of a node keeps what it sees', () => {
    assert.deepEqual([...{ ...nodeOf(graph, 'clean/tidy') }.seen.keys()], ['orders'])
  })
})

test('a dataset of a pipeline inside one that is used is found where it is made', () => {
  const middle = manifest(
    'pipelines/middle.yml',
    { inner: { uses: './pipelines/clean.yml' }, more: rows },
    { datasets: { days: 'inner/daily', rest: 'more' } },
  )
  const root = manifest('pipelines/all.yml', {
    outer: { uses: './pipelines/middle.yml' },
    out: { load: { from: 'outer/days', file: 'out.csv' } },
  })
  const graph = graphOf(root, middle, clean)
  assert.ok(graph.nodes.has('outer/inner/tidy'))
  assert.deepEqual(nodeOf(graph, 'out').needs, ['outer'])
  assert.deepEqual(
    [...nodeOf(graph, 'out').datasets],
    [
      ['outer/days', 'outer/inner/tidy'],
      ['outer/rest', 'outer/more'],
    ],
  )
})

test('a mapped pipeline stays one step, with the graph of a leg inside', () => {
  const root = manifest('pipelines/all.yml', {
    clean: { uses: './pipelines/clean.yml', strategy: { matrix: { region: ['eu', 'us'] } } },
    publish: { load: { from: 'clean', file: 'out.csv' } },
  })
  const graph = graphOf(root, clean)
  assert.deepEqual(graph.order, ['clean', 'publish'])
  const { inner } = nodeOf(graph, 'clean')
  assert.ok(inner !== undefined)
  assert.deepEqual(inner.order, ['clean/orders', 'clean/tidy', 'clean/note'])
  assert.deepEqual(nodeOf(inner, 'clean/orders').needs, [])
  assert.equal(nodeOf(inner, 'clean/orders').scope.id, 'clean')
  assert.equal(nodeOf(graph, 'publish').datasets.get('clean'), 'clean')
})

describe('what cannot be built', () => {
  const using = (file: string, ...others: readonly string[]) =>
    manifest(
      `pipelines/${file}.yml`,
      Object.fromEntries(others.map((other, n) => [`s${n}`, { uses: `./pipelines/${other}.yml` }])),
    )
  const leaf = manifest('pipelines/leaf.yml', { one: { run: 'true' } })
  const told = (root: Manifest, ...used: readonly Manifest[]) => {
    const graph = build(root, ...used)
    assert.ok(!graph.ok)
    return graph.diagnostics.map(({ code, message, at }) => `${code} ${at.file} ${message}`)
  }

  test('a pipeline that uses itself', () => {
    assert.deepEqual(told(using('a', 'a'), using('a', 'a')), [
      'graph/recursion pipelines/a.yml step "s0" uses the pipeline that it stands in',
    ])
  })

  test('pipelines that use each other are told once, with the way around', () => {
    assert.deepEqual(told(using('b', 'c'), using('c', 'a'), using('a', 'b'), using('b', 'c')), [
      'graph/recursion pipelines/a.yml this pipeline uses itself: pipelines/a.yml → pipelines/b.yml → pipelines/c.yml → pipelines/a.yml',
    ])
  })

  test('a pipeline that is not there', () => {
    assert.deepEqual(told(using('a', 'leaf')), [
      'manifest/file pipelines/a.yml pipeline "./pipelines/leaf.yml" is not there',
    ])
  })

  test('pipelines too deep inside each other', () => {
    const chain = Array.from({ length: 12 }, (_, n) => using(`p${n}`, n === 11 ? 'leaf' : `p${n + 1}`))
    const [root, ...rest] = chain
    assert.ok(root)
    assert.deepEqual(told(root, ...rest, leaf), [
      'graph/too-large pipelines/p0.yml pipelines are used 12 levels deep; at most 10 are inlined',
    ])
  })

  test('pipelines that multiply, counted and not built', { timeout: 60_000 }, () => {
    const chain = Array.from({ length: 9 }, (_, n) =>
      using(`p${n}`, ...Array.from({ length: 10 }, () => (n === 8 ? 'leaf' : `p${n + 1}`))),
    )
    const [root, ...rest] = chain
    assert.ok(root)
    assert.deepEqual(told(root, ...rest, leaf), [
      'graph/too-large pipelines/p0.yml with all that it uses the pipeline has 2,111,111,110 steps; at most 100,000 are inlined',
    ])
  })
})
