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

  it('is now for a run that no schedule made', () => {
    assert.deepEqual(logicalTime(undefined, false, late), {
      at: '2026-11-21T23:40:00.000Z',
      date: '2026-11-21',
    })
  })
})
