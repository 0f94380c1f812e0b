import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Batch, fieldKind } from '../../src/dataset/batch.ts'
import type { Reject } from '../../src/dataset/reject.ts'
import { RejectedCursors } from '../../src/steps/extract/incremental/rejected-cursors.ts'

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
const window = { kind: 'time', from: '2026-01-02T00:00:00.000Z' } as const

describe('the cursors of rejected rows', () => {
  it('are known also when the bytes of the batch are others already', () => {
    const rejected = new RejectedCursors(window)
    const batch = batchOf(['2026-01-04', null, '2026-01-03T10:00:00.5+01:00', '2026-01-01', '2026-01-03'])
    const told: (number | null)[] = []
    const hear = rejected.over(batch, 0, ({ line }) => told.push(line))
    batch.bytes.fill('x')
    assert.equal(rejected.least, undefined)
    for (const line of [1, 3, 4]) hear(rejectAt(line))
    assert.deepEqual(told, [1, 3, 4])
    assert.equal(rejected.least, '2026-01-03T09:00:00.500Z')
    assert.equal(rejected.areAllRead(3), true)
    hear(rejectAt(2))
    assert.equal(rejected.areAllRead(4), false)
  })

  it('of several rows on one line may be of any of them', () => {
    const rejected = new RejectedCursors({ kind: 'integer', from: '-5' })
    const hear = rejected.over(batchOf(['9', '-7', '-3', '1'], [1, 2, 2, 4]), 0, () => {})
    for (const line of [2, 3]) hear(rejectAt(line))
    assert.equal(rejected.least, '-3')
    assert.deepEqual([rejected.areAllRead(1), rejected.areAllRead(2)], [true, false])
  })

  it('of a batch whose rows are all rejected are not looked for row by row', { timeout: 60_000 }, () => {
    const rejected = new RejectedCursors({ kind: 'integer', from: '0' })
    const rows = Array.from({ length: 300_000 }, (_, row) => String(row))
    const hear = rejected.over(batchOf(rows), 0, () => {})
    for (const row of rows) hear(rejectAt(Number(row) + 1))
    assert.deepEqual([rejected.least, rejected.areAllRead(rows.length)], ['0', true])
  })
})
