import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueTicks } from '../../src/ledger/due-ticks.ts'
import { madeEntry } from '../support/ledger-entry.ts'

const daily = { cron: '30 6 * * *', timezone: 'Europe/Berlin' }
const forTick = (at: string, cron = daily.cron) => madeEntry(1, {}, { tick: { cron, at } })
const iso = (ticks: readonly Date[]) => ticks.map((tick) => tick.toISOString())

test('the ticks that no run was for are due, oldest first, across a change of the clocks', () => {
  const kept = [forTick('2026-03-27T05:30:00.000Z'), forTick('2026-03-29T04:30:00.000Z')]
  assert.deepEqual(iso(dueTicks(daily, kept, new Date('2026-03-30T08:00:00Z'))), [
    '2026-03-28T05:30:00.000Z',
    '2026-03-30T04:30:00.000Z',
  ])
})

test('nothing is due when each tick had its run, and of a new schedule only the latest is', () => {
  const now = new Date('2026-03-30T08:00:00Z')
  assert.deepEqual(dueTicks(daily, [forTick('2026-03-30T04:30:00.000Z')], now), [])
  assert.deepEqual(iso(dueTicks(daily, [], now)), ['2026-03-30T04:30:00.000Z'])
  const other = forTick('2026-03-30T04:30:00.000Z', '0 0 * * *')
  assert.deepEqual(iso(dueTicks(daily, [other], now)), ['2026-03-30T04:30:00.000Z'])
})

test('a schedule of every minute that stood still for a year is due for a thousand ticks, soon', () => {
  const minutely = { cron: '* * * * *', timezone: 'UTC' }
  const started = performance.now()
  const due = dueTicks(
    minutely,
    [forTick('2025-03-30T04:30:00.000Z', '* * * * *')],
    new Date('2026-03-30T08:00:30Z'),
  )
  assert.equal(due.length, 1000)
  assert.equal(due.at(-1)?.toISOString(), '2026-03-30T08:00:00.000Z')
  assert.ok(performance.now() - started < 5000)
})
