import { latestTick } from '../schedule/latest-tick.ts'
import { nextTicks } from '../schedule/next-ticks.ts'
import type { Settled } from '../schedule/tick-record.ts'

/** So many ticks are made up for; of more, the newest. */
export const mostDue = 100
const monthMs = 31 * 24 * 60 * 60 * 1000

interface Timetable {
  readonly cron: string
  readonly timezone: string
}

/**
 * The ticks of a schedule up to `now` that are not settled, oldest first. Of a schedule that no run has seen it is the
 * latest alone. When the last month has a hundred or more, those before it are left off.
 */
export function dueTicks(schedule: Timetable, known: Settled | undefined, now: Date): Date[] {
  const latest = latestTick(schedule, now)
  if (latest === undefined) return []
  if (known === undefined) return [latest]
  const { since, settled = since } = known
  const from = new Date(settled > since ? settled : since)
  const monthAgo = new Date(now.getTime() - monthMs)
  if (monthAgo <= from) return ticksBetween(schedule, from, now)
  const lately = ticksBetween(schedule, monthAgo, now)
  return lately.length >= mostDue ? lately : [...ticksBetween(schedule, from, monthAgo), ...lately]
}

/** Those after `from`, up to and with `to`. */
function ticksBetween(schedule: Timetable, from: Date, to: Date): Date[] {
  const found: Date[] = []
  for (let after = from, count = 4; ; count *= 2) {
    const ticks = nextTicks(schedule, after, count)
    found.push(...ticks.filter((tick) => tick <= to))
    const last = ticks.at(-1)
    if (last === undefined || last > to) return found
    after = last
  }
}
