import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueTicks } from '../../src/ledger/due-ticks.ts'

const daily = { cron: '30 6 * * *', timezone: 'Europe/Berlin' }
const since = '2026-03-01T00:00:00.000Z'
const now = new Date('2026-03-30T08:00:00Z')
const iso = (ticks: readonly Date[]) => ticks.map((tick) => tick.toISOString())

test('the ticks after the last settled one are due, oldest first, across a change of the clocks', () => {
  const known = { ...daily, since, settled: '2026-03-27T05:30:00.000Z' }
  assert.deepEqual(iso(dueTicks(daily, known, now)), [
    '2026-03-28T05:30:00.000Z',
    '2026-03-29T04:30:00.000Z',
    '2026-03-30T04:30:00.000Z',
  ])
})

test('nothing is due when the latest is settled, and of a schedule nobody has seen only the latest is', () => {
  assert.deepEqual(dueTicks(daily, { ...daily, since, settled: '2026-03-30T04:30:00.000Z' }, now), [])
  assert.deepEqual(iso(dueTicks(daily, undefined, now)), ['2026-03-30T04:30:00.000Z'])
})

test('what was before a schedule was seen is not due', () => {
  const seen = { ...daily, since: '2026-03-29T12:00:00.000Z' }
  assert.deepEqual(iso(dueTicks(daily, seen, now)), ['2026-03-30T04:30:00.000Z'])
})

test('a year of a rare schedule is due whole; of a frequent one the last month', { timeout: 60_000 }, () => {
  const known = (schedule: typeof daily) => ({ ...schedule, since: '2025-03-30T04:00:00.000Z' })
  const monthly = { cron: '0 0 1 * *', timezone: 'UTC' }
  assert.equal(dueTicks(monthly, known(monthly), now).length, 12)
  const often = { cron: '*/5 * * * *', timezone: 'UTC' }
  const due = dueTicks(often, known(often), now)
  assert.equal(due.length, 31 * 24 * 12)
})
