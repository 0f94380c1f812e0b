import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventsOf } from '../../src/run/events/decode-events.ts'
import { decodeEvents } from '../support/decode-events.ts'
import { Rig } from './rig.ts'

const started = {
  schema: 1,
  run: 'r',
  at: '2026-11-20T05:30:00.000Z',
  type: 'step-started',
  step: 'a',
  attempt: 1,
}

describe('reading events', () => {
  it('bears a torn last line and one torn in the middle', () => {
    const line = JSON.stringify(started)
    const events = decodeEvents(`${line}\n${line.slice(0, 30)}\n${line}\n{"schema":1,"ty`)
    assert.deepEqual(events, [started, started])
  })

  it('refuses a whole line that is no event', () => {
    const later = { ...started, type: 'step-paused' }
    assert.throws(() => decodeEvents(`${JSON.stringify(later)}\n`), { code: 'run/events' })
  })

  it('does not look at what is not asked for', () => {
    const { type, ...rest } = started
    const lines = [
      `{"schema":1,"run":"r","at":"2026-11-20T05:30:00.000Z","type":"step-log","line":{}}`,
      JSON.stringify({ ...rest, attempt: 2, type }),
      JSON.stringify(started),
    ]
    assert.deepEqual([...eventsOf(lines, ['step-started'])], [{ ...started, attempt: 2 }, started])
    assert.deepEqual([...eventsOf(lines, ['step-finished'])], [])
    assert.throws(() => [...eventsOf(lines)], { code: 'run/events' })
  })

  it('reads what a run told before it was killed', async () => {
    using rig = new Rig()
    const script = `
      import { Rig, manifestOf } from ${JSON.stringify(new URL('rig.ts', import.meta.url).href)}
      await new Rig().run(manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'] }]), async ({ stepId, log }) => {
        log('at ' + stepId)
        if (stepId === 'b') { setTimeout(() => console.log('working'), 50); await new Promise((r) => setTimeout(r, 60000)) }
        return {}
      }, { folder: ${JSON.stringify(join(rig.folder, 'killed'))} })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')
    await sleep(10)
    const events = decodeEvents(readFileSync(join(rig.folder, 'killed/events.jsonl'), 'utf8'))
    assert.deepEqual(
      events.map((event) => event.type),
      ['run-started', 'step-started', 'step-log', 'step-finished', 'step-started', 'step-log'],
    )
  })
})
