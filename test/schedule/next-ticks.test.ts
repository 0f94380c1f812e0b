import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextTicks } from '../../src/schedule/next-ticks.ts'

interface Row {
  readonly says: string
  readonly cron: string
  readonly timezone: string
  readonly from: string
  readonly ticks: readonly string[]
}

const rows: readonly Row[] = [
  {
    says: 'a local time follows its zone through the year',
    cron: '30 6 * * 1-5',
    timezone: 'Europe/Berlin',
    from: '2026-03-27T12:00Z',
    ticks: ['2026-03-30T04:30', '2026-03-31T04:30'],
  },
  {
    says: 'a daily time inside the gap ticks once, at the first instant after it',
    cron: '30 1 * * *',
    timezone: 'Europe/London',
    from: '2026-03-28T12:00Z',
    ticks: ['2026-03-29T01:00', '2026-03-30T00:30'],
  },
  {
    says: 'several times inside the gap tick once together',
    cron: '*/30 1 * * *',
    timezone: 'Europe/London',
    from: '2026-03-28T12:00Z',
    ticks: ['2026-03-29T01:00', '2026-03-30T00:00', '2026-03-30T00:30'],
  },
  {
    says: 'a daily time that comes twice ticks once',
    cron: '30 1 * * *',
    timezone: 'Europe/London',
    from: '2026-10-24T12:00Z',
    ticks: ['2026-10-25T00:30', '2026-10-26T01:30'],
  },
  {
    says: 'an hourly schedule ticks in both hours of the overlap',
    cron: '30 * * * *',
    timezone: 'Europe/London',
    from: '2026-10-25T00:00Z',
    ticks: ['2026-10-25T00:30', '2026-10-25T01:30', '2026-10-25T02:30'],
  },
  {
    says: 'an hourly schedule keeps its distance over the gap',
    cron: '30 * * * *',
    timezone: 'Europe/London',
    from: '2026-03-29T00:00Z',
    ticks: ['2026-03-29T00:30', '2026-03-29T01:30'],
  },
  {
    says: 'a tick at the very instant asked from is past',
    cron: '0 0 * * *',
    timezone: 'UTC',
    from: '2026-01-01T00:00Z',
    ticks: ['2026-01-02T00:00'],
  },
]

for (const { says, cron, timezone, from, ticks } of rows)
  test(says, () => {
    const found = nextTicks({ cron, timezone }, new Date(from), ticks.length)
    assert.deepEqual(
      found.map((each) => each.toISOString()),
      ticks.map((each) => `${each}:00.000Z`),
    )
  })
