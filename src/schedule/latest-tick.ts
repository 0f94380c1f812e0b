import { nextTicks } from './next-ticks.ts'

const minuteMs = 60_000

/** Longer than any schedule sleeps: a leap day may be eight years from the one before. */
const longestMs = 9 * 366 * 24 * 60 * minuteMs

/** The last tick at or before `now`: the one that is due, however late its run was started. */
export function latestTick(
  schedule: { readonly cron: string; readonly timezone: string },
  now: Date,
): Date | undefined {
  for (let span = 6 * minuteMs; span < longestMs; span *= 4) {
    const latest = lastWithin(schedule, new Date(now.getTime() - span), now)
    if (latest !== undefined) return latest
  }
  return undefined
}

function lastWithin(
  schedule: { readonly cron: string; readonly timezone: string },
  from: Date,
  now: Date,
): Date | undefined {
  let latest: Date | undefined
  for (let after = from; ;) {
    const [next] = nextTicks(schedule, after, 1)
    if (next === undefined || next > now) return latest
    latest = after = next
  }
}
