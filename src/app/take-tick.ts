import type { Failure } from '../diagnostic/failure.ts'
import { type Choice, chooseTick, type Moments } from '../ledger/choose-tick.ts'
import { dueTicks } from '../ledger/due-ticks.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { settledBy } from '../ledger/timetable.ts'
import type { Settled, TickRecord } from '../schedule/tick-record.ts'
import type { Manifest, Schedule } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'

/** What a run on GitHub knows of the ticks of its pipeline's schedules, beside what past runs kept. */
export interface TickFacts extends Moments {
  /** It was started to make up for a tick, not by a schedule. */
  readonly catchUp?: boolean
  /** The tick that an attempt of this run before was for: it stays so. */
  readonly before?: TickRecord
  /** Past runs could not be read this time, though they may be. */
  readonly unread?: Failure
  /** Looks up the ticks that runs had which nothing was kept of. */
  readonly unrecorded?: (runs: readonly LedgerEntry[], after: string) => Promise<readonly TickRecord[]>
}

type Ticks = NonNullable<Plan['ticks']>

/** A tick that is not older may yet be brought by GitHub itself: that costs no run of its own. */
const graceMs = 6 * 60 * 60 * 1000

/**
 * Which tick a run takes, what it leaves for others, and how the timetables stand before it. `runs`: `newestRuns`.
 * Throws the `Failure` for which the ledger could not be read where all ticks are to be made up for: it would lose them.
 */
export async function takeTick(
  manifest: Manifest,
  cron: string | undefined,
  runs: readonly LedgerEntry[],
  facts: TickFacts,
): Promise<Ticks> {
  const { schedules } = manifest
  const schedule = schedules.find((one) => one.cron === cron)
  if (schedule?.catchUp === 'all' && facts.unread !== undefined) throw facts.unread
  const known = await knownTicks(schedules, schedule, runs, facts)
  const seen = schedules.map(({ cron: line, timezone }) => {
    const since = facts.made.toISOString()
    return known.find((one) => one.cron === line) ?? { cron: line, timezone, since }
  })
  if (schedule === undefined)
    return { schedules: seen, ...(facts.catchUp === true ? { idle: gone(cron) } : {}) }
  if (facts.before !== undefined) return { schedules: seen, tick: facts.before }
  const choice = chooseTick(
    schedule,
    known.find((one) => one.cron === cron),
    facts,
  )
  if ('idle' in choice) return { schedules: seen, idle: choice.idle }
  const tick = tickOf(schedule, choice)
  const remaining = remainingOf(manifest, { schedule, choice }, known, facts)
  return { schedules: seen, tick, ...(remaining === undefined ? {} : { remaining }) }
}

function gone(cron: string | undefined): string {
  return `the schedule "${cron ?? ''}", for which this run was started, is not in the manifest any more`
}

/** Further back no run is asked about that nothing was kept of. */
const longestMs = 31 * 24 * 60 * 60 * 1000

/** Only where older ticks are made up for it matters that a run could not be kept. */
async function knownTicks(
  schedules: readonly Schedule[],
  schedule: Schedule | undefined,
  runs: readonly LedgerEntry[],
  { unrecorded, made }: TickFacts,
): Promise<readonly Settled[]> {
  const known = settledBy(runs, schedules)
  if (schedule?.catchUp !== 'all' || unrecorded === undefined) return known
  const { cron, timezone } = schedule
  const own = known.find((one) => one.cron === cron)
  const after = own?.settled ?? own?.since ?? new Date(made.getTime() - longestMs).toISOString()
  const ticks = (await unrecorded(runs, after)).flatMap((one) => (one.cron === cron ? [one.at] : []))
  const last = ticks.toSorted().at(-1)
  if (last === undefined || last <= (own?.settled ?? '')) return known
  const told = { cron, timezone, since: own?.since ?? last, settled: last }
  return [...known.filter((one) => one !== own), told]
}

type Taken = Exclude<Choice, { readonly idle: string }>

function tickOf({ cron }: Schedule, { tick, passed }: Taken): TickRecord {
  return { cron, at: tick.toISOString(), ...(passed.length === 0 ? {} : { passed: spanOf(passed) }) }
}

function spanOf(ticks: readonly Date[]): { count: number; first: string; last: string } {
  const [first = new Date(Number.NaN)] = ticks
  return { count: ticks.length, first: first.toISOString(), last: (ticks.at(-1) ?? first).toISOString() }
}

/** The schedule whose oldest tick is the next to be made up for: this one's, or another's that GitHub has dropped. */
function remainingOf(
  { schedules }: Manifest,
  { schedule, choice }: { readonly schedule: Schedule; readonly choice: Taken },
  known: readonly Settled[],
  { made }: Moments,
): Ticks['remaining'] {
  const late = new Date(made.getTime() - graceMs)
  const waiting = schedules.flatMap((one) => {
    const seen = known.find(({ cron }) => cron === one.cron)
    if (one.catchUp !== 'all') return []
    const ticks = one === schedule ? choice.remaining : seen === undefined ? [] : dueTicks(one, seen, late)
    return ticks.length === 0 ? [] : [{ cron: one.cron, ...spanOf(ticks) }]
  })
  return waiting.toSorted((one, other) => (one.first < other.first ? -1 : 1))[0]
}
