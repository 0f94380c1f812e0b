import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TickFacts, takeTick } from '../../src/app/take-tick.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { newestRuns } from '../../src/ledger/fold-runs.ts'
import type { LedgerEntry } from '../../src/ledger/record.ts'
import { settle } from '../../src/ledger/timetable.ts'
import type { TickRecord } from '../../src/schedule/tick-record.ts'
import type { Manifest, Schedule } from '../../src/manifest/manifest.ts'
import { nextTicks } from '../../src/schedule/next-ticks.ts'
import { madeEntry } from '../support/ledger-entry.ts'

const hourMs = 3_600_000
const lookedAt = 50

/** The same numbers each time: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Event {
  readonly cron: string
  readonly made: number
  readonly catchUp?: true
}

interface Weather {
  readonly dropped: number
  readonly doubled: number
  /** Up to so many hours late. */
  readonly lateHours: number
  /** How often the ledger refuses to be written, and a run to end well. */
  readonly refused: number
  readonly failed: number
  /** How often an event that asks for the next run is lost. */
  readonly lost: number
}

interface Took {
  readonly tick: string
  readonly made: number
  readonly planned: number
}

/** GitHub: brings, drops, delays and doubles events; runs wait for each other. Answers what was run, in order. */
async function simulate(schedules: readonly Schedule[], weather: Weather, seed: number, days: number) {
  const random = randomFrom(seed)
  const start = Date.UTC(2026, seed % 2 === 0 ? 2 : 9, 18)
  const end = start + days * 24 * hourMs
  const events = schedules.flatMap(({ cron, timezone }) =>
    deliveries({ cron, timezone }, { start, end, weather, random }),
  )
  const kept: LedgerEntry[] = []
  const words: { id: string; tick: TickRecord }[] = []
  const took: (Took & { cron: string })[] = []
  let now = start
  for (let nth = 1; events.length > 0; nth += 1) {
    events.sort((one, other) => one.made - other.made)
    // Of those that stand in line not always the first comes to its turn.
    const line = events.filter(({ made }) => made <= Math.max(now, events[0]?.made ?? 0)).length
    const [event] = events.splice(random() < 0.1 ? Math.floor(random() * line) : 0, 1)
    if (event === undefined) break
    now = Math.max(now, event.made) + 60_000
    const id = `run-${nth}`
    const facts: TickFacts = {
      made: new Date(event.made),
      planned: new Date(now),
      ...(event.catchUp === true ? { catchUp: true } : {}),
      unrecorded: (runs) => {
        const known = new Set(runs.map(({ run }) => run.id))
        return Promise.resolve(
          words.flatMap((word) => (known.has(word.id) ? [] : [word.tick])).slice(-lookedAt),
        )
      },
    }
    const past = newestRuns(kept).slice(0, lookedAt)
    const ticks = await takeTick({ schedules } as Manifest, event.cron, past, facts)
    if (ticks.tick === undefined) continue
    words.push({ id, tick: ticks.tick })
    took.push({ cron: event.cron, tick: ticks.tick.at, made: event.made, planned: now })
    const good = random() >= weather.failed
    now += Math.floor(random() * hourMs * 0.4)
    const isKept = random() >= weather.refused
    if (isKept)
      kept.push({
        ...madeEntry(nth, {
          id,
          startedAt: new Date(now).toISOString(),
          result: good ? 'success' : 'failure',
        }),
        tick: ticks.tick,
        schedules: settle(ticks.schedules, ticks.tick),
      })
    if (isKept && good && ticks.remaining !== undefined && random() >= weather.lost)
      events.push({ cron: ticks.remaining.cron, made: now, catchUp: true })
  }
  return took
}

function deliveries(
  schedule: { readonly cron: string; readonly timezone: string },
  { start, end, weather, random }: { start: number; end: number; weather: Weather; random: () => number },
): Event[] {
  const ticks = nextTicks(schedule, new Date(start), 500).filter((tick) => tick.getTime() < end)
  const events = ticks.flatMap((tick, nth) => {
    if (nth > 0 && nth < ticks.length - 1 && random() < weather.dropped) return []
    const made = () => tick.getTime() + Math.floor(random() * weather.lateHours * hourMs)
    const event = { cron: schedule.cron, made: nth === 0 ? tick.getTime() : made() }
    return random() < weather.doubled ? [event, { ...event, made: made() }] : [event]
  })
  return events
}

const calm: Weather = { dropped: 0.3, doubled: 0.15, lateHours: 5, refused: 0, failed: 0, lost: 0 }
const schedule = (
  catchUp: Schedule['catchUp'],
  cron = '30 */2 * * *',
  timezone = 'Europe/Berlin',
): Schedule => ({
  cron,
  timezone,
  catchUp,
  with: {},
})
const times = (ticks: readonly Took[]) => ticks.map(({ tick }) => tick)

/** All ticks from the first that was run to the last. */
function between({ cron, timezone }: Schedule, took: readonly Took[]): string[] {
  const sorted = times(took).toSorted()
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)]
  const ticks = nextTicks({ cron, timezone }, new Date(Date.parse(first) - 1), 500).map((tick) =>
    tick.toISOString(),
  )
  return ticks.filter((tick) => tick <= last)
}

for (const [what, weather] of [
  ['dropped, late, doubled and out of order', calm],
  ['dropped, and the ledger cannot be written now and then', { ...calm, refused: 0.2 }],
  [
    'and runs fail, and events that ask for the next are lost',
    { ...calm, failed: 0.15, lost: 0.2, refused: 0.1 },
  ],
] as const)
  test(`with all, each tick has one run, in order, when events are ${what}`, async () => {
    let ticks = 0
    for (let seed = 1; seed <= 3; seed += 1) {
      const one = schedule('all')
      const took = await simulate([one], weather, seed, 30)
      assert.deepEqual(times(took), between(one, took).slice(0, took.length), `seed ${seed}`)
      const due = between(one, took).length
      assert.equal(took.length, due, `seed ${seed}`)
      ticks += due
    }
    assert.ok(ticks > 1000, String(ticks))
  })

test('with all, what GitHub drops of a rare schedule is made up for beside a frequent one', async () => {
  const rare = schedule('all', '15 3 * * 1')
  for (let seed = 1; seed <= 2; seed += 1) {
    const took = await simulate([schedule('latest'), rare], { ...calm, dropped: 0.6 }, seed, 40)
    const own = took.filter(({ cron }) => cron === rare.cron)
    assert.deepEqual(times(own), between(rare, own), `seed ${seed}`)
  }
})

for (const catchUp of ['latest', 'none'] as const)
  test(`with ${catchUp}, no tick has two runs, and each run is for the latest tick when it was made`, async () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const one = schedule(catchUp)
      const took = await simulate([one], calm, seed, 30)
      assert.ok(took.length > 50)
      assert.equal(new Set(times(took)).size, took.length, `seed ${seed}`)
      assert.deepEqual(times(took), times(took).toSorted(), `seed ${seed}`)
      for (const { tick, made, planned } of took) {
        const [next = new Date(0)] = nextTicks(one, new Date(tick), 1)
        assert.ok(Date.parse(tick) <= made && made < next.getTime(), `${tick}, seed ${seed}`)
        if (catchUp === 'none') assert.ok(planned < next.getTime(), `${tick}, seed ${seed}`)
      }
    }
  })

test('of more than a hundred ticks the newest hundred are made up for, and the others told as let go', async () => {
  const often = schedule('all', '*/5 * * * *', 'UTC')
  const since = '2026-03-20T00:00:00.000Z'
  const runs = [
    { ...madeEntry(1), schedules: [{ cron: often.cron, timezone: 'UTC', since, settled: since }] },
  ]
  const made = new Date('2026-03-21T00:00:10Z')
  const { tick, remaining } = await takeTick(
    { schedules: [often] } as unknown as Manifest,
    often.cron,
    runs,
    {
      made,
      planned: made,
    },
  )
  assert.deepEqual(tick, {
    cron: often.cron,
    at: '2026-03-20T15:45:00.000Z',
    passed: { count: 188, first: '2026-03-20T00:05:00.000Z', last: '2026-03-20T15:40:00.000Z' },
  })
  assert.equal(remaining?.count, 99)
})

test('a schedule that is new, has another zone, or was gone for a while makes up for nothing', async () => {
  const one = schedule('all', '30 6 * * *')
  const seen = (settled: string, timezone = one.timezone) => ({
    schedules: [{ cron: one.cron, timezone, since: '2026-03-01T00:00:00.000Z', settled }],
  })
  const made = new Date('2026-03-10T12:00:00Z')
  for (const runs of [
    [],
    [madeEntry(1, {}, { ...seen('2026-03-05T05:30:00.000Z', 'UTC') })],
    [madeEntry(1, {}, seen('2026-03-05T05:30:00.000Z')), madeEntry(2, {}, { schedules: [] })],
  ]) {
    const facts = { made, planned: made }
    const ticks = await takeTick(
      { schedules: [one] } as unknown as Manifest,
      one.cron,
      newestRuns(runs),
      facts,
    )
    assert.deepEqual([ticks.tick?.at, ticks.remaining], ['2026-03-10T05:30:00.000Z', undefined])
  }
})

test('where all are wanted, a ledger that cannot be read this time fails the plan; otherwise the run is for the latest', async () => {
  const made = new Date('2026-03-10T12:00:00Z')
  const unread = new Failure('github/server', 'reading: GitHub answered 502')
  const take = (one: Schedule) =>
    takeTick({ schedules: [one] } as unknown as Manifest, one.cron, [], { made, planned: made, unread })
  await assert.rejects(take(schedule('all', '30 6 * * *')), unread)
  assert.equal((await take(schedule('latest', '30 6 * * *'))).tick?.at, '2026-03-10T05:30:00.000Z')
})
