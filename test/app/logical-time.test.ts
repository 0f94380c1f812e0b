import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logicalTime } from '../../src/app/logical-time.ts'

const late = new Date('2026-11-21T23:40:00Z')

describe('the time a run is for', () => {
  it('is the tick that was due, however late the run starts, dated where the schedule lives', () => {
    const schedule = { cron: '30 6 * * *', timezone: 'Asia/Tokyo', catchUp: 'latest', with: {} } as const
    assert.deepEqual(logicalTime(schedule, true, late), {
      at: '2026-11-21T21:30:00.000Z',
      date: '2026-11-22',
    })
  })

  it('is the beginning of a date that was asked for, in the zone of the schedule or UTC', () => {
    const at = (date: string, timezone?: string): string =>
      logicalTime(
        timezone === undefined ? undefined : { cron: '0 6 * * *', timezone, catchUp: 'latest', with: {} },
        false,
        late,
        date,
      ).at
    assert.deepEqual(logicalTime(undefined, false, late, '2026-03-29'), {
      at: '2026-03-29T00:00:00.000Z',
      date: '2026-03-29',
      dated: true,
    })
    assert.equal(at('2026-03-29', 'Europe/Berlin'), '2026-03-28T23:00:00.000Z')
    assert.equal(at('2026-03-30', 'Europe/Berlin'), '2026-03-29T22:00:00.000Z')
    assert.equal(at('2026-01-01', 'Asia/Kolkata'), '2025-12-31T18:30:00.000Z')
    assert.equal(at('2026-03-29', 'Asia/Beirut'), '2026-03-28T22:00:00.000Z', 'its midnight is skipped')
    assert.equal(at('2026-11-01', 'America/Havana'), '2026-11-01T04:00:00.000Z', 'its midnight comes twice')
  })

  it('is now for a run that no schedule made', () => {
    assert.deepEqual(logicalTime(undefined, false, late), {
      at: '2026-11-21T23:40:00.000Z',
      date: '2026-11-21',
    })
  })
})
