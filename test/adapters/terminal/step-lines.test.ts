import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderBackfill } from '../../../src/adapters/terminal/backfill-table.ts'
import { plainPalette } from '../../../src/adapters/terminal/palette.ts'
import { finishedLine } from '../../../src/adapters/terminal/step-lines.ts'

test('a step that came from the cache read no rows: no rate is told', () => {
  const line = (cached: boolean) =>
    finishedLine(
      {
        schema: 1,
        run: 'r',
        at: '2026-11-21T06:00:00.000Z',
        type: 'step-finished',
        step: 'orders',
        result: 'success',
        attempts: cached ? 0 : 1,
        rows: 50_000,
        durationMs: 100,
        outputs: {},
        ...(cached ? { cached } : {}),
      },
      100,
      plainPalette,
    )
  assert.match(line(false), /50,000 rows · 500/)
  assert.doesNotMatch(line(true), /\/s/)
})

test('rows that were put aside are told in the line of a step that went on', () => {
  const line = finishedLine(
    {
      schema: 1,
      run: 'r',
      at: '2026-11-21T06:00:00.000Z',
      type: 'step-finished',
      step: 'bank',
      result: 'success',
      attempts: 1,
      rows: 1_988,
      durationMs: 100,
      outputs: {},
      rejects: { name: 'bank', file: 'rejects/bank.sqlite', columns: [], rows: 7 },
    },
    4,
    plainPalette,
  )
  assert.match(line, /1,988 rows .*· 7 rejected ·/)
})

test('a backfill tells of each window how many rows were put aside, and of all together', () => {
  const window = { from: '2026-01-03T00:00:00Z', to: '2026-01-04T00:00:00Z', date: '2026-01-03' }
  const lines = renderBackfill(
    [
      { ...window, result: 'success', rows: 0, rejected: 2, durationMs: 5 },
      { ...window, result: 'success', rows: 1, durationMs: 5 },
    ],
    plainPalette,
    Infinity,
  )
  assert.match(lines[1] ?? '', /success +0 +5 ms +2 rejected$/)
  assert.equal(lines.at(-1), ' 2 success · 2 rows rejected')
})
