import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lastBoundary, windowOf } from '../../../src/run/incremental/window-of.ts'
import { movedCursor } from '../../../src/steps/window.ts'
import type { Incremental } from '../../../src/steps/extract/incremental/incremental-options.ts'

const hour = 3_600_000
const byTime: Incremental = { cursor: 'at', kind: 'time', start: '2024-01-01', lag: 0, settleMs: 0 }
const byNumber: Incremental = { cursor: 'id', kind: 'integer', start: '0', lag: 0, settleMs: 0 }
const noon = new Date('2026-01-10T12:00:00.000Z')

describe('the window of an incremental extract', () => {
  it('begins at the start where nothing is kept, and ends where rows are settled', () => {
    const { from, to, cursor } = open({ ...byTime, settleMs: hour }, { keep: undefined })
    assert.deepEqual(
      [from, to, cursor],
      [at('2024-01-01T00:00'), at('2026-01-10T11:00'), at('2026-01-10T11:00')],
    )
  })

  it('begins at the smallest cursor of its loads: one that has none has it from the start', () => {
    assert.equal(
      open(byTime, { a: at('2026-01-05T00:00'), b: at('2026-01-03T00:00') }).from,
      at('2026-01-03T00:00'),
    )
    assert.equal(open(byTime, { a: at('2026-01-05T00:00'), b: undefined }).from, at('2024-01-01T00:00'))
  })

  it('begins `lag` before that, but not before its start', () => {
    const lagging = { ...byTime, lag: 2 * hour }
    assert.equal(open(lagging, { a: at('2026-01-05T00:00') }).from, at('2026-01-04T22:00'))
    assert.equal(open(lagging, { a: at('2024-01-01T01:00') }).from, at('2024-01-01T00:00'))
    assert.equal(open({ ...byNumber, lag: 10 }, { a: '7' }).from, '0')
    assert.equal(open({ ...byNumber, lag: 10 }, { a: '9007199254740993' }).from, '9007199254740983')
  })

  it('is empty, not turned around, when the clock of the source has gone back', () => {
    const { from, to, cursor } = open(byTime, { a: at('2026-01-11T00:00') })
    assert.deepEqual(
      [from, to, cursor],
      [at('2026-01-11T00:00'), at('2026-01-11T00:00'), at('2026-01-11T00:00')],
    )
  })

  it('of time ends with the last window that is over, by the days of the zone', () => {
    const daily = { kind: 'time', windowMs: 24 * hour, start: '2026-01-01', lag: 0, settleMs: 0 } as const
    const { from, to } = open(daily, { a: undefined }, 'America/New_York')
    assert.deepEqual([from, to], ['2026-01-01T05:00:00.000Z', '2026-01-10T05:00:00.000Z'])
    assert.equal(open({ ...daily, settleMs: 13 * hour }, {}).to, at('2026-01-09T00:00'))
    const early = lastBoundary(new Date('2026-03-29T09:59:00Z'), 6 * hour, 'Europe/Berlin')
    assert.equal(early.toISOString(), '2026-03-29T05:00:00.000Z')
  })

  it('is the one that is asked for, as far as it is settled, whatever is kept', () => {
    const asked = { from: at('2026-01-10T00:00'), to: at('2026-01-11T00:00') }
    const window = windowOf({ ...byTime, settleMs: hour }, { ...facts({ a: at('2026-01-02T00:00') }), asked })
    assert.deepEqual([window.from, window.to, window.asked], [asked.from, at('2026-01-10T11:00'), true])
    assert.throws(() => windowOf(byNumber, { ...facts({}), asked }), { code: 'window/kind' })
  })

  it('takes no cursor for its own that was of another kind', () => {
    assert.equal(open(byTime, { a: '4711' }).from, at('2024-01-01T00:00'))
    assert.equal(open(byNumber, { a: at('2026-01-02T00:00') }).from, '0')
  })
})

describe('the cursor of a load', () => {
  const window = { ...open(byTime, { a: at('2026-01-05T00:00') }), cursor: at('2026-01-09T00:00') }

  it('moves to the end of the window, never back', () => {
    assert.equal(movedCursor(window, at('2026-01-05T00:00')), at('2026-01-09T00:00'))
    assert.equal(movedCursor(window, at('2026-01-09T12:00')), at('2026-01-09T12:00'))
  })

  it('moves over no gap between itself and the window', () => {
    assert.equal(movedCursor(window, at('2026-01-04T23:59')), at('2026-01-04T23:59'))
    assert.equal(movedCursor(window, undefined), at('2024-01-01T00:00'))
  })

  it('stays where it cannot be told what has to be read again', () => {
    const { cursor: _, ...held } = window
    assert.equal(movedCursor(held, at('2026-01-05T00:00')), at('2026-01-05T00:00'))
  })
})

function open(options: Incremental, kept: Record<string, string | undefined>, timezone = 'UTC') {
  return windowOf(options, { ...facts(kept), timezone })
}

function facts(kept: Record<string, string | undefined>) {
  return { source: 'orders', kept: new Map(Object.entries(kept)), now: noon, timezone: 'UTC' }
}

function at(minute: string): string {
  return `${minute}:00.000Z`
}
