import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createDatasetFile, openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { nodeOf } from '../../src/graph/graph.ts'
import type { Strategy } from '../../src/manifest/manifest.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { joinPartDatasets } from '../../src/run/parts/join-part-datasets.ts'
import { joinParts } from '../../src/run/parts/join-parts.ts'
import type { PartFinished, StepFinished } from '../../src/run/run-request.ts'
import { type Executor, graphOf, manifestOf, planOf, Rig } from './rig.ts'

const strategy: Strategy = {
  matrix: {
    kind: 'axes',
    axes: { region: ['eu', 'us', 'ap'], n: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
    include: [{ region: 'eu', vat: 0.19 }],
    exclude: [{ region: 'us', n: 4 }],
  },
  failFast: false,
  maxFailures: { share: 0.2 },
}
const manifest = manifestOf([{ id: 'legs', strategy }])
const graph = graphOf(manifest)

/** Some rows, of types that widen; every ninth leg fails, every fifth makes no row. */
const executor: Executor = (context) => {
  const leg = Number(context.env['MILLRACE_LEG'])
  if (leg % 9 === 4) throw new Error(`broken ${leg}`)
  const type = leg % 2 === 0 ? 'integer' : 'decimal'
  using file = createDatasetFile(context.datasetPath, {
    table: context.stepId,
    columns: [
      { name: 'x', type },
      { name: 'text', type: 'text' },
    ],
  })
  for (let row = 0; row < leg % 5; row += 1)
    file.writeValues([type === 'integer' ? row : `${row}.25`, 'ü'.repeat(row * 3000)], ({ rule }) =>
      assert.fail(rule),
    )
  return { dataset: file.finish(), outputs: leg % 3 === 0 ? { leg: `out ${leg}` } : {} }
}

function rowsOf(folder: string, ended: Pick<StepFinished, 'dataset'>): unknown[] {
  assert.ok(ended.dataset)
  using dataset = openDatasetFile(join(folder, ended.dataset.file))
  return [...readRows(dataset)].flat()
}

function planInParts(of: number): Plan {
  const plan = planOf(graph)
  const [job] = plan.jobs
  assert.ok(job)
  const jobs = Array.from({ length: of }, (_, index) => ({
    ...job,
    id: `legs.p${index}`,
    part: { index, of },
  }))
  return { ...plan, jobs, waves: [jobs.map(({ id }) => id)] }
}

async function inParts(rig: Rig, of: number, execute = executor): Promise<readonly PartFinished[]> {
  const plan = planInParts(of)
  const parts: PartFinished[] = []
  for (const { id } of plan.jobs) {
    const { events } = await rig.run(manifest, execute, { plan, job: id })
    parts.push(...events.filter((event) => event.type === 'part-finished'))
    assert.equal(
      events.some((event) => event.type === 'step-finished'),
      false,
    )
  }
  return parts
}

describe('a mapped step in parts', () => {
  for (const count of [1, 2, 3, 5]) {
    it(`ends as in one job when ${count} share it, with the same rows in the same order`, async () => {
      using alone = new Rig()
      const { steps } = await alone.run(manifest, executor)
      using shared = new Rig()
      const parts = await inParts(shared, count)
      const joined = joinParts(nodeOf(graph, 'legs').step, parts.toReversed())
      const whole = steps['legs']
      assert.ok(joined && whole)
      const made = await joinPartDatasets(join(shared.folder, 'run'), 'legs', parts)
      const { dataset, at: _at, durationMs: _durationMs, rows, failure, ...told } = whole
      for (const [key, value] of Object.entries(told)) assert.deepEqual({ ...joined }[key], value, key)
      assert.equal(joined.failure?.message, failure?.message)
      assert.equal(joined.failure?.causes.length, failure?.causes.length)
      assert.equal(joined.rows, rows)
      assert.deepEqual(made.dataset, dataset)
      assert.deepEqual(rowsOf(join(shared.folder, 'run'), made), rowsOf(join(alone.folder, 'run'), whole))
      assert.equal(whole.tolerated, true)
      assert.equal(whole.failedLegs?.length, 3)
    })
  }

  it('has ended only when the word of every part is there, and the last word of each counts', async () => {
    using rig = new Rig()
    const parts = await inParts(rig, 3)
    const { step } = nodeOf(graph, 'legs')
    assert.equal(joinParts(step, parts.slice(1)), undefined)
    const [first] = parts
    assert.ok(first)
    const before = { ...first, legs: { total: 9, success: 0, failure: 9, cancelled: 0, skipped: 0 } }
    assert.equal(joinParts(step, [before, ...parts])?.legs?.failure, 3)
  })

  it('has failed when more legs failed than may over all, however they are spread', async () => {
    using rig = new Rig()
    const parts = await inParts(rig, 2, (context) => {
      if (Number(context.env['MILLRACE_LEG']) % 4 === 0) throw new Error('broken')
      return {}
    })
    const joined = joinParts(nodeOf(graph, 'legs').step, parts)
    assert.equal(joined?.result, 'failure')
    assert.equal(joined.tolerated, undefined)
    assert.match(
      joined.failure?.message ?? '',
      /^7 of 26 legs failed; 5 may: region: eu, n: 0, vat: 0.19 and 6 more$/,
    )
  })

  it('leaves a part without legs when there are fewer legs than parts', async () => {
    using rig = new Rig()
    const parts = await inParts(rig, 30)
    const made = await joinPartDatasets(join(rig.folder, 'run'), 'legs', parts)
    const joined = joinParts(nodeOf(graph, 'legs').step, parts)
    assert.equal(joined?.legs?.total, 26)
    assert.ok(made.dataset)
  })

  it('tells why it was skipped when its list is empty', async () => {
    using rig = new Rig()
    const empty = {
      ...strategy,
      matrix: { kind: 'axes', axes: { n: [] }, include: [], exclude: [] },
    } as const
    const none = manifestOf([{ id: 'legs', strategy: empty }])
    const plan = planInParts(2)
    const parts: PartFinished[] = []
    for (const job of ['legs.p0', 'legs.p1'])
      parts.push(
        ...(await rig.run(none, executor, { plan, job })).events.filter(
          (event) => event.type === 'part-finished',
        ),
      )
    const joined = joinParts(nodeOf(graphOf(none), 'legs').step, parts)
    assert.deepEqual([joined?.result, joined?.reason], ['skipped', 'its list of legs is empty'])
  })

  it('lets each job go by what may fail of all legs, not of its own', async () => {
    using rig = new Rig()
    const few: Strategy = { ...strategy, failFast: true, maxFailures: { share: 0.1 } }
    const shared = manifestOf([{ id: 'legs', strategy: few }])
    const plan = planInParts(4)
    const results: string[] = []
    for (const { id } of plan.jobs) {
      const broken: Executor = ({ env }) => {
        if (env['MILLRACE_LEG'] === '0' || env['MILLRACE_LEG'] === '4') throw new Error('broken')
        return {}
      }
      results.push((await rig.run(shared, broken, { plan, job: id })).result)
    }
    assert.deepEqual(results, ['degraded', 'success', 'success', 'success'])
  })
})
