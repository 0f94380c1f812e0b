import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemClock } from '../../src/adapters/clock/clock.ts'

describe('the clock of the machine', () => {
  it('sleeps on through a pause that is longer than one timer can wait', async () => {
    const woken = new Error('woken')
    const pause = systemClock.sleep(2 ** 31 + 5, AbortSignal.timeout(30)).catch(() => woken)
    assert.equal(await pause, woken)
  })

  it('throws the reason of the signal that ends a pause', async () => {
    const stop = new AbortController()
    const pause = systemClock.sleep(60_000, stop.signal)
    stop.abort(new Error('enough'))
    await assert.rejects(pause, /enough/)
  })

  it('has slept through no time at all', async () => {
    await systemClock.sleep(0)
  })
})
