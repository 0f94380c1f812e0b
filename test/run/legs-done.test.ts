import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createDatasetFile, openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { decodeEvents } from '../support/decode-events.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { keyOfLeg, legsDone } from '../../src/run/mapped/legs-done.ts'
import { legManifest } from './leg-manifest.ts'
import { type Executor, graphOf, Rig } from './rig.ts'

const graph = graphOf(legManifest)
const plain = (text: string) => text

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
    const priorLegs = legsDone(graph, decodeEvents(readFileSync(join(folder, 'events.jsonl'), 'utf8')))
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
      keyOfLeg({ n: 5 }, plain),
      keyOfLeg({ n: 55 }, plain),
    )
    const ran: number[] = []
    await rig.run(legManifest, writing(ran), { priorLegs: legsDone(graph, decodeEvents(lines)) })
    assert.deepEqual(ran.slice(0, 3), [3, 5, 30])
  })

  it('are few bytes each, whatever their number', () => {
    const done = legsDone(graph, endsOfLegs(200_000)).get('legs')
    assert(done !== undefined)
    assert.equal(done.has(7, keyOfLeg({ n: 7 }, plain)), true)
    assert.equal(done.has(6, keyOfLeg({ n: 6 }, plain)), false)
    assert.equal(done.has(7, keyOfLeg({ n: 8 }, plain)), false)
    assert.deepEqual(done.end(199_999), { result: 'success', attempts: 1, rows: 2, outputs: {} })
    assert(done.byteLength / 200_000 < 130, `${done.byteLength} bytes`)
  })

  it('are told apart by what is cut or hidden of their values where they are told', () => {
    const long = 'x'.repeat(100_000)
    const hide = (text: string) => text.replaceAll('secret', '***')
    assert.notEqual(keyOfLeg({ n: `${long}1` }, plain), keyOfLeg({ n: `${long}2` }, plain))
    assert.equal(keyOfLeg({ n: ['secret'] }, hide), keyOfLeg({ n: ['***'] }, plain))
  })
})

function* endsOfLegs(count: number): Generator<RunEvent> {
  const base = {
    schema: 1,
    run: 'r1',
    at: '2026-11-21T05:30:00.000Z',
    step: 'legs',
  } as const
  yield { ...base, type: 'step-started', attempt: 1, legs: count }
  for (let leg = 0; leg < count; leg += 1) {
    const result = leg % 3 === 0 ? 'failure' : 'success'
    const ended = { result, attempts: 1, rows: 2, durationMs: 1, outputs: {} } as const
    const values = { n: leg }
    yield { ...base, type: 'leg-finished', leg: String(leg), values, key: keyOfLeg(values, plain), ...ended }
  }
}
