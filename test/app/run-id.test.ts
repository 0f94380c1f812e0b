import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newRunId } from '../../src/app/run-id.ts'

test('the ids of runs sort by when they began, to the millisecond, whatever else is in them', () => {
  const noon = Date.UTC(2026, 10, 21, 12)
  const ids = [0, 1, 35, 36, 999, 1000].map((ms, nth) => newRunId(new Date(noon + ms), 0.9 - nth / 10))
  assert.deepEqual(ids.toSorted(), ids)
  assert.match(ids[0] ?? '', /^20261121-120000-00[0-9a-z]{4}$/)
  assert.equal(new Set(ids.map((id) => id.length)).size, 1)
})
