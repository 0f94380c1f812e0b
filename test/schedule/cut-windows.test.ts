import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { holdsDay, momentIn, windowIn } from '../../src/schedule/asked-window.ts'
import { cutWindows, uncovered } from '../../src/schedule/cut-windows.ts'

const day = 86_400_000
const hour = 3_600_000

describe('a range cut into windows', () => {
  it('has days of 23 and 25 hours where clocks are changed', () => {
    const hoursOf = (text: string) =>
      [...cut(text, day, 'Europe/Berlin')].map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / hour)
    assert.deepEqual(hoursOf('2026-03-28..2026-03-31'), [24, 23, 24])
    assert.deepEqual(hoursOf('2026-10-24..2026-10-27'), [24, 25, 24])
  })

  it('leaves no gap and no overlap, whatever the length and the zone', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Beirut'])
      for (const length of [15 * 60_000, hour, 7 * hour, day, 7 * day]) {
        const range = rangeOf('2018-10-15..2018-11-20', zone)
        const windows = [...cutWindows(range, length, zone)]
        assert.equal(windows[0]?.from, range.from)
        assert.equal(windows.at(-1)?.to, range.to)
        for (const [index, { from, to }] of windows.entries()) {
          assert.ok(from < to, `${zone} ${from}..${to}`)
          if (index > 0) assert.equal(from, windows[index - 1]?.to)
        }
      }
  })

  it('ends where the range ends, with a shorter window', () => {
    const windows = [...cut('2026-01-01..2026-01-10', 7 * day, 'UTC')]
    assert.deepEqual(
      windows.map(({ from, to }) => `${from.slice(0, 10)} ${to.slice(0, 10)}`),
      ['2026-01-01 2026-01-08', '2026-01-08 2026-01-10'],
    )
  })

  it('is covered by windows of other lengths, told to the moment where it is not', () => {
    const done = [...cut('2026-01-02..2026-01-05', day, 'UTC'), ...cut('2026-01-04..2026-01-06', hour, 'UTC')]
    const gaps = uncovered(rangeOf('2026-01-01..2026-01-08', 'UTC'), done.toReversed())
    assert.deepEqual(gaps.map(short), ['2026-01-01..2026-01-02', '2026-01-06..2026-01-08'])
    assert.deepEqual(uncovered(rangeOf('2026-01-02..2026-01-06', 'UTC'), done), [])
  })
})

describe('a window that is asked for', () => {
  it('begins and ends with days of the zone, or with times', () => {
    assert.deepEqual(windowIn('2026-03-29..2026-03-30', 'Europe/Berlin'), {
      from: '2026-03-28T23:00:00.000Z',
      to: '2026-03-29T22:00:00.000Z',
    })
    assert.equal(
      momentIn('2026-03-29T02:00+02:00', 'Europe/Berlin')?.toISOString(),
      '2026-03-29T00:00:00.000Z',
    )
    assert.equal(momentIn('2026-03-29T02:00', 'Europe/Berlin')?.toISOString(), '2026-03-29T02:00:00.000Z')
  })

  it('is none when it is turned around, empty, or no time at all', () => {
    for (const text of [
      '2026-01-02..2026-01-01',
      '2026-01-01..2026-01-01',
      '2026-02-30..2026-03-01',
      'x..y',
      '..',
      '',
    ])
      assert.equal(windowIn(text, 'UTC'), undefined, text)
  })

  it('holds a day only if it begins with it', () => {
    assert.equal(holdsDay(rangeOf('2026-01-01..2026-01-02', 'UTC'), 'UTC'), true)
    assert.equal(holdsDay(rangeOf('2026-01-01T01:00..2026-01-03', 'UTC'), 'UTC'), false)
    assert.equal(holdsDay(rangeOf('2026-01-01..2026-01-01T23:00', 'UTC'), 'UTC'), false)
  })
})

function rangeOf(text: string, zone: string) {
  const window = windowIn(text, zone)
  assert.ok(window)
  return window
}

function cut(text: string, length: number, zone: string) {
  return cutWindows(rangeOf(text, zone), length, zone)
}

function short({ from, to }: { from: string; to: string }): string {
  return `${from.slice(0, 10)}..${to.slice(0, 10)}`
}
