import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareGraphs } from '../../src/graph/compare-graphs.ts'
import { graphFrom } from '../support/graph-from.ts'

const before = `name: Sales
on: { schedule: [{ cron: 0 6 * * * }] }
inputs: { region: { type: text, default: eu } }
connections: { wh: 'sqlite:a.db' }
env: { ZONE: a }
steps:
  orders: { extract: { csv: a.csv } }
  daily: { needs: [orders], transform: { sql: ./sql/daily.sql } }
  tidy: { needs: [daily], transform: { module: './steps/tidy.ts#tidy' } }
  out: { load: { from: tidy, into: wh, table: daily } }
  tell: { needs: [out], run: echo done }
`
const same = () => true
const differs = (now: string, sameFile: (path: string) => boolean = same) => {
  const { added, changed, removed, settings, downstream } = compareGraphs(
    graphFrom(now),
    graphFrom(before),
    sameFile,
  )
  return { added, changed, removed, settings, downstream }
}
const nothing = { added: [], changed: [], removed: [], settings: [], downstream: [] }

describe('two graphs of a pipeline', () => {
  it('do not differ when only places, comments and the order of keys do', () => {
    const moved = before
      .replace('steps:', '# a comment\n\nsteps:')
      .replace(
        '{ needs: [orders], transform: { sql: ./sql/daily.sql } }',
        '{ transform: { sql: ./sql/daily.sql }, needs: [orders] }',
      )
    assert.deepEqual(differs(moved), nothing)
  })

  it('do not differ because one side has read the text of a SQL file', () => {
    const graph = graphFrom(before)
    const node = graph.nodes.get('daily')
    assert.ok(node?.step.kind === 'transform' && 'sql' in node.step.options)
    const read = { ...node, step: { ...node.step, options: { ...node.step.options, sql: 'select 1' } } }
    const now = { ...graph, nodes: new Map([...graph.nodes, ['daily', read]]) }
    assert.deepEqual(compareGraphs(now, graphFrom(before), same).changed, [])
  })

  for (const [file, step, downstream] of [
    ['sql/daily.sql', 'daily', ['tidy', 'out']],
    ['steps/tidy.ts', 'tidy', ['out']],
  ] as const)
    it(`differ in ${step} when ${file} does, and the data after it lies downstream`, () => {
      const found = differs(before, (path) => path !== file)
      assert.deepEqual(found, { ...nothing, changed: [step], downstream })
    })

  it('tell steps that came, went and changed', () => {
    const now = before.replace('  tell:', '  say:').replace('csv: a.csv', 'csv: b.csv')
    assert.deepEqual(differs(now), {
      ...nothing,
      added: ['say'],
      changed: ['orders'],
      removed: ['tell'],
      downstream: ['daily', 'tidy', 'out'],
    })
  })

  for (const [setting, from, to] of [
    ['name', 'name: Sales', 'name: Daily sales'],
    ['schedules', '0 6 * * *', '0 7 * * *'],
    ['inputs', 'default: eu', 'default: us'],
    ['connections', 'sqlite:a.db', 'sqlite:b.db'],
    ['env', 'ZONE: a', 'ZONE: b'],
    ['on-failure', 'steps:', 'on-failure: { issue: false }\nsteps:'],
  ] as const)
    it(`tell ${setting} beside the steps`, () =>
      assert.deepEqual(differs(before.replace(from, to)), { ...nothing, settings: [setting] }))
})
