import assert from 'node:assert/strict'
import { it } from 'node:test'
import { waveTimeouts } from '../../src/plan/lay-out.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { graphOf } from '../support/graph-of.ts'

const run = { id: '1', trigger: 'workflow_dispatch', date: '2026-01-01', at: '2026-01-01T00:00:00.000Z' }

it('a step that is selected stays in the wave whose time the generated workflow has set for it', () => {
  const graph = graphOf([{ id: 'a' }, { id: 'b', needs: ['a'], runsOn: 'windows-latest' }])
  const timeouts = waveTimeouts(graph)
  const select = { text: 'b', steps: new Set(['b']) }
  const plan = makePlan(graph, {
    past: new Map(),
    maxWaves: timeouts.length,
    run,
    inputs: {},
    authored: {},
    select,
  })
  assert.deepEqual(plan.waves, [[], ['b']])
  plan.jobs.forEach((job) => assert.ok(job.timeoutMinutes <= (timeouts[1] ?? 0)))
})
