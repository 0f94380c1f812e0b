import { latestTick } from '../schedule/latest-tick.ts'
import { nextTicks } from '../schedule/next-ticks.ts'
import type { LedgerEntry } from './record.ts'

/** Further back nobody wants a lost tick made up for, and a schedule of every minute must not be counted for ever. */
const mostTicks = 1000
const longestMs = 31 * 24 * 60 * 60 * 1000

interface Timetable {
  readonly cron: string
  readonly timezone: string
}

/**
 * The ticks of a schedule up to `now` that no run was for, oldest first: those since the first tick that the entries
 * know of, of the last month, at most a thousand. A schedule without a run yet is due for its latest tick only.
 */
export function dueTicks(schedule: Timetable, entries: Iterable<LedgerEntry>, now: Date): Date[] {
  const done = new Set<number>()
  for (const { tick } of entries) if (tick?.cron === schedule.cron) done.add(Date.parse(tick.at))
  const latest = latestTick(schedule, now)
  if (latest === undefined) return []
  if (done.size === 0) return [latest]
  const due: Date[] = []
  const first = [...done].reduce((least, at) => Math.min(least, at), Infinity)
  let after = new Date(Math.max(first, now.getTime() - longestMs))
  for (;;) {
    const ticks = nextTicks(schedule, after, 100)
    due.push(...ticks.filter((tick) => tick <= now && !done.has(tick.getTime())))
    const last = ticks.at(-1)
    if (last === undefined || last >= now) return due.slice(-mostTicks)
    after = last
  }
}
