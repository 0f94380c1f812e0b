import type { LedgerEntry } from './record.ts'
import type { Settled, TickRecord } from '../schedule/tick-record.ts'

/**
 * Where each schedule stands by what past runs (`newestRuns`) kept; only those a run has seen. A schedule that was gone for a
 * while begins anew.
 */
export function settledBy(
  runs: readonly LedgerEntry[],
  schedules: readonly { readonly cron: string; readonly timezone: string }[],
): Settled[] {
  return schedules.flatMap((schedule) => {
    const seen = seenSince(runs, schedule)
    const [first] = seen
    if (first === undefined) return []
    const since = seen.reduce((least, one) => (one.since < least ? one.since : least), first.since)
    const settled = seen.flatMap((one) => one.settled ?? []).toSorted()
    const last = settled.at(-1)
    return [{ ...identity(schedule), since, ...(last === undefined ? {} : { settled: last }) }]
  })
}

/** Of a run that was run again the manifest may be old: what it does not have is not gone. */
function seenSince(
  runs: readonly LedgerEntry[],
  schedule: { readonly cron: string; readonly timezone: string },
): Settled[] {
  const seen: Settled[] = []
  for (const { run, schedules } of runs) {
    const own = schedules?.find(({ cron, timezone }) => isSame(schedule, { cron, timezone }))
    if (own !== undefined) seen.push(own)
    else if (schedules !== undefined && run.attempt === 1) break
  }
  return seen
}

type Identity = Pick<Settled, 'cron' | 'timezone'>

function identity({ cron, timezone }: Identity): Identity {
  return { cron, timezone }
}

function isSame(one: Identity, other: Identity): boolean {
  return one.cron === other.cron && one.timezone === other.timezone
}

/** The same timetables when the tick of one is settled too. */
export function settle(schedules: readonly Settled[], tick: TickRecord | undefined): Settled[] {
  return schedules.map((one) => {
    if (tick === undefined || one.cron !== tick.cron) return one
    return { ...one, settled: one.settled !== undefined && one.settled > tick.at ? one.settled : tick.at }
  })
}
