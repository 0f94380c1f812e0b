import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { latestTick } from '../../src/schedule/latest-tick.ts'

const latest = (cron: string, timezone: string, now: string) =>
  latestTick({ cron, timezone }, new Date(now))?.toISOString()

describe('the tick that is due', () => {
  it('is the one before a run that GitHub starts hours late', () => {
    assert.equal(latest('30 6 * * *', 'Europe/Berlin', '2026-11-21T11:02:00Z'), '2026-11-21T05:30:00.000Z')
  })

  it('is this very minute when the run is on time', () => {
    assert.equal(latest('*/5 * * * *', 'UTC', '2026-11-21T11:05:00Z'), '2026-11-21T11:05:00.000Z')
  })

  it('may lie years back', () => {
    assert.equal(latest('0 0 29 2 *', 'UTC', '2026-11-21T00:00:00Z'), '2024-02-29T00:00:00.000Z')
  })
})
