import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { AppendFile } from '../../src/run/events/append-file.ts'
import { decodeEvents } from '../support/decode-events.ts'
import { manifestOf, Rig } from './rig.ts'

describe('what a run keeps', () => {
  it('begins a line of its own after one that could not be written', () => {
    using rig = new Rig()
    const path = join(rig.folder, 'events')
    mkdirSync(path)
    const file = new AppendFile(path)
    file.add('lost')
    file.flush()
    rmdirSync(path)
    file.add('kept')
    file.flush()
    assert.equal(readFileSync(path, 'utf8'), '\nkept\n')
    assert.equal(file.lost, 1)
  })

  it('keeps the head and the tail of a log that would fill the disk', async () => {
    using rig = new Rig()
    const line = 'x'.repeat(16_000)
    const { result } = await rig.run(manifestOf([{ id: 'loud' }]), ({ log }) => {
      for (let number = 0; number < 4000; number += 1) log(`${number} ${line}`)
      return {}
    })
    assert.equal(result, 'success')
    const path = join(rig.folder, 'run/logs/loud.log')
    assert.ok(statSync(path).size < 36 * 1024 * 1024)
    const log = readFileSync(path, 'utf8').trimEnd().split('\n')
    assert.match(log.at(0) ?? '', / 0 x/)
    assert.match(log.at(-1) ?? '', / 3999 x/)
    assert.equal(log.filter((one) => /lines left out/.test(one)).length, 1)
    const events = decodeEvents(readFileSync(join(rig.folder, 'run/events.jsonl'), 'utf8'))
    assert.equal(events.findLast((event) => event.type === 'step-log')?.line.startsWith('3999 '), true)
  })

  it('cuts a very long line after masking it', async () => {
    using rig = new Rig()
    const secret = 'k'.repeat(10) + 'z'.repeat(10)
    const { events } = await rig.run(
      manifestOf([{ id: 'a' }]),
      ({ log }) => {
        log('a'.repeat(16_374) + secret + 'b'.repeat(9000))
        return {}
      },
      { environment: { secrets: { KEY: secret }, vars: {}, env: {}, github: {} } },
    )
    const line = events.find((event) => event.type === 'step-log')?.line ?? ''
    assert.equal(line.includes('kk'), false)
    assert.ok(line.length < 16_500)
  })
})
