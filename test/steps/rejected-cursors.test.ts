import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Batch, fieldKind } from '../../src/dataset/batch.ts'
import type { Reject } from '../../src/dataset/reject.ts'
import type { Incremental } from '../../src/steps/extract/incremental/incremental-options.ts'
import { RejectedCursors } from '../../src/steps/extract/incremental/rejected-cursors.ts'
import type { SourceWindow } from '../../src/steps/window.ts'

/** One column, one row on each line from 1. */
function batchOf(values: readonly (string | null)[], line = values.map((_, row) => row + 1)): Batch {
  let size = 0
  const ends = values.map((value) => (size += value?.length ?? 0))
  return {
    rows: values.length,
    columns: 1,
    bytes: Buffer.from(values.join('')),
    start: Int32Array.from([0, ...ends]),
    end: Int32Array.from(ends),
    kind: Uint8Array.from(values, (value) => (value === null ? fieldKind.null : fieldKind.bare)),
    raw: undefined,
    line: Int32Array.from(line),
  }
}

const rejectAt = (line: number): Reject => ({ line, column: 'n', rule: 'integer', value: 'x', raw: null })
const incremental: Incremental = { cursor: 'n', kind: 'time', start: '2026-01-01', lag: 0, settleMs: 0 }

function windowOf(kind: 'time' | 'integer', from: string, to: string): SourceWindow {
  return { source: 's', kind, start: from, from, to, kept: {} }
}

const window = windowOf('time', '2026-01-02T00:00:00.000Z', '2026-01-04T12:00:00.000Z')
const numbers = (from: string) => new RejectedCursors(windowOf('integer', from, '999999'), incremental)

describe('the cursors of rejected rows', () => {
  it('are known also when the bytes of the batch are others already', () => {
    const rejected = new RejectedCursors(window, incremental)
    const batch = batchOf([
      '2026-01-04T11:00',
      null,
      '2026-01-03T10:00:00.5+01:00',
      '2026-01-01',
      '2026-01-03',
    ])
    const told: (number | null)[] = []
    const hear = rejected.over(batch, 0, ({ line }) => told.push(line))
    batch.bytes.fill('x')
    assert.equal(rejected.least, undefined)
    for (const line of [1, 3, 4]) hear(rejectAt(line))
    assert.deepEqual(told, [1, 3])
    assert.equal(rejected.outside, 1)
    assert.equal(rejected.least, '2026-01-03T09:00:00.500Z')
    assert.equal(rejected.areAllRead(2), true)
    hear(rejectAt(2))
    assert.deepEqual(told, [1, 3, 2])
    assert.equal(rejected.areAllRead(3), false)
  })

  it('leave a row out that stands outside of the window: before it, from its end on, or on a day that is not over', () => {
    const values = ['2026-01-01T23:59:59.999', '2026-01-02', '2026-01-04T12:00Z', '2026-01-04', '2026-01-03']
    const told: (number | null)[] = []
    const rejected = new RejectedCursors(window, incremental)
    const hear = rejected.over(batchOf(values), 0, ({ line }) => told.push(line))
    for (const line of [1, 2, 3, 4, 5]) hear(rejectAt(line))
    assert.deepEqual([told, rejected.outside, rejected.least], [[2, 5], 3, '2026-01-02T00:00:00.000Z'])
  })

  it('leave a row out that the clock of its sender has not settled yet', () => {
    const rejected = new RejectedCursors(window, { ...incremental, settleMs: 3_600_000 })
    rejected.sentAt(new Date('2026-01-03T11:00:00Z'))
    const hear = rejected.over(batchOf(['2026-01-03T10:00', '2026-01-03T09:59']), 0, () => {})
    for (const line of [1, 2]) hear(rejectAt(line))
    assert.deepEqual([rejected.outside, rejected.least], [1, '2026-01-03T09:59:00.000Z'])
  })

  it('of several rows on one line may be of any of them', () => {
    const rejected = numbers('-5')
    const hear = rejected.over(batchOf(['9', '-7', '-3', '1'], [1, 2, 2, 4]), 0, () => {})
    for (const line of [2, 3]) hear(rejectAt(line))
    assert.equal(rejected.least, '-3')
    assert.deepEqual([rejected.areAllRead(1), rejected.areAllRead(2)], [true, false])
  })

  it('of a batch whose rows are all rejected are not looked for row by row', { timeout: 60_000 }, () => {
    const rejected = numbers('0')
    const rows = Array.from({ length: 300_000 }, (_, row) => String(row))
    const hear = rejected.over(batchOf(rows), 0, () => {})
    for (const row of rows) hear(rejectAt(Number(row) + 1))
    assert.deepEqual([rejected.least, rejected.areAllRead(rows.length)], ['0', true])
  })
})
