import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createDatasetFile, openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { decodeEvents } from '../../src/run/decode-events.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { legsDone } from '../../src/run/legs-done.ts'
import { legManifest } from './leg-manifest.ts'
import { type Executor, Rig } from './rig.ts'

const legOf = ({ env }: { env: Readonly<Record<string, string>> }) => Number(env['MILLRACE_LEG'])

function writing(ran: number[]): Executor {
  return (context) => {
    ran.push(legOf(context))
    using file = createDatasetFile(context.datasetPath, {
      table: 'legs',
      columns: [{ name: 'v', type: 'integer' }],
    })
    file.writeValues([legOf(context)], () => assert.fail())
    return { dataset: file.finish(), outputs: { v: String(legOf(context)) } }
  }
}

/** Runs the legs in a process of their own and kills it in the thirtieth. */
async function killed(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'legs-child.ts'), folder])
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
}

describe('the legs that are done', () => {
  it('are not run again after a process was killed, and their rows are in the dataset', async () => {
    using rig = new Rig()
    const folder = join(rig.folder, 'run')
    await killed(folder)
    const priorLegs = legsDone(decodeEvents(readFileSync(join(folder, 'events.jsonl'), 'utf8')))
    const ran: number[] = []
    const told = await rig.run(legManifest, writing(ran), { priorLegs })
    assert.deepEqual(ran, [30, 31, 32, 33, 34, 35, 36, 37, 38, 39])
    assert.equal(told.result, 'success')
    const ended = told.steps['legs']
    assert.deepEqual(ended?.legs, { total: 40, success: 40, failure: 0, cancelled: 0, skipped: 0 })
    assert.equal(JSON.parse(ended.outputs['v'] ?? '[]').length, 40)
    using dataset = openDatasetFile(join(folder, ended.dataset?.file ?? ''))
    assert.deepEqual(
      [...readRows(dataset)].flat().map(({ n, v }) => [n, v]),
      Array.from({ length: 40 }, (_, index) => [index, index]),
    )
    assert.equal(existsSync(join(folder, 'legs/legs')), false)
  })

  it('are run again when their file is gone or their values are others now', async () => {
    using rig = new Rig()
    const folder = join(rig.folder, 'run')
    await killed(folder)
    rmSync(join(folder, 'legs/legs/3.sqlite'))
    const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').replace(
      '"values":{"n":5}',
      '"values":{"n":55}',
    )
    const ran: number[] = []
    await rig.run(legManifest, writing(ran), { priorLegs: legsDone(decodeEvents(lines)) })
    assert.deepEqual(ran.slice(0, 3), [3, 5, 30])
  })

  it('are few bytes each, whatever their number', () => {
    const done = legsDone(endsOfLegs(200_000)).get('legs')
    assert.equal(done?.has(7, { n: 7 }), true)
    assert.equal(done.has(6, { n: 6 }), false)
    assert.equal(done.has(7, { n: 8 }), false)
    assert.equal(done.rows(199_999), 2)
  })
})

function* endsOfLegs(count: number): Generator<RunEvent> {
  const base = {
    schema: 1,
    run: 'r1',
    at: '2026-11-21T05:30:00.000Z',
    type: 'leg-finished',
    step: 'legs',
  } as const
  for (let leg = 0; leg < count; leg += 1) {
    const result = leg % 3 === 0 ? 'failure' : 'success'
    const ended = { result, attempts: 1, rows: 2, durationMs: 1, outputs: {} } as const
    yield { ...base, leg: String(leg), values: { n: leg }, ...ended }
  }
}
