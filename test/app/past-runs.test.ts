import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outdatedBy } from '../../src/app/past-runs.ts'

const schedule = { cron: '30 6 * * *', timezone: 'Europe/Berlin', catchUp: 'latest', with: {} } as const
const tick = (day: number) => `2026-03-${String(day).padStart(2, '0')}T05:30:00.000Z`
const noon = new Date('2026-03-10T12:00:00Z')

const cases = [
  ['the tick that is due', { at: tick(10), date: '2026-03-10' }, true],
  ['a tick of yesterday', { at: tick(9), date: '2026-03-09' }, false],
  ['now', { at: noon.toISOString(), date: '2026-03-10' }, true],
  ['today, asked for by its date', { at: '2026-03-09T23:00:00.000Z', date: '2026-03-10', dated: true }, true],
  ['an earlier date', { at: '2026-03-08T23:00:00.000Z', date: '2026-03-09', dated: true }, false],
] as const

for (const [what, time, latest] of cases)
  test(`a run for ${what} is ${latest ? '' : 'not '}the latest`, () => {
    assert.equal(outdatedBy(schedule, time, noon).outdated !== true, latest)
  })

test('without a schedule every run is the latest', () => {
  const time = { at: '2020-01-01T00:00:00.000Z', date: '2020-01-01', dated: true } as const
  assert.deepEqual(outdatedBy(undefined, time, noon), {})
})
