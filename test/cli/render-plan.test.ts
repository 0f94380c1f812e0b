import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { plainPalette } from '../../src/adapters/terminal/palette.ts'
import { renderPlan } from '../../src/cli/render-plan.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { mermaid } from '../../src/report/mermaid.ts'
import { graphFrom } from '../support/graph-from.ts'

const graph = graphFrom(`name: Shops
pools: { api: { max-parallel: 9 } }
steps:
  list: { run: x }
  each:
    needs: [list]
    pool: api
    strategy: { matrix: { n: [${Array.from({ length: 40 }, (_, n) => n).join(', ')}] }, max-parallel: 20 }
    run: x
  beside: { needs: [list], pool: api, run: x }
`)
const run = { id: 'r1', trigger: 'cli', at: '2026-11-21T06:30:00.000Z', date: '2026-11-21' }
const plan = makePlan(graph, { run, inputs: {}, authored: {}, past: new Map() })

describe('a plan for people', () => {
  it('tells a step that several jobs share once: its legs, its jobs, and how many places they have together', () => {
    const rows = renderPlan(plan, plainPalette, 160).split('\n')
    const each = rows.filter((row) => row.includes('each'))
    assert.equal(each.length, 1)
    assert.match(each[0] ?? '', /after list · 40 legs in 3 jobs · each ≤ 20 · api ≤ 8/)
    assert.match(rows.find((row) => row.includes('beside')) ?? '', /after list · api ≤ 1/)
  })

  it('draws such a step once', () => {
    const drawn = mermaid(plan)
      .split('\n')
      .filter((line) => line.includes('each'))
    assert.deepEqual(drawn, ['  s1["each<br>run<br>40 legs in 3 jobs"]'])
  })
})
