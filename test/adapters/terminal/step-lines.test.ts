import assert from 'node:assert/strict'
import { test } from 'node:test'
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
