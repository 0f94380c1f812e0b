import type { TimeWindow } from './asked-window.ts'
import { dateIn, dayStart } from './day-start.ts'

const dayMs = 86_400_000

/**
 * A range cut into windows of a length, the first from its beginning, the last up to its end and perhaps shorter. Whole
 * days go by the calendar of the time zone: where clocks are changed, one has 23 or 25 hours.
 */
export function* cutWindows(
  { from, to }: TimeWindow,
  lengthMs: number,
  timezone: string,
): Generator<TimeWindow, void, void> {
  const end = Date.parse(to)
  for (let at = Date.parse(from); at < end;) {
    const next = Math.min(nextAfter(at, lengthMs, timezone), end)
    yield { from: new Date(at).toISOString(), to: new Date(next).toISOString() }
    at = next
  }
}

/** From within a day, so many days on is the same time by the clock: midnight is what both ends are counted from. */
function nextAfter(at: number, lengthMs: number, timezone: string): number {
  if (lengthMs % dayMs !== 0) return at + lengthMs
  const date = dateIn(timezone, new Date(at))
  const since = at - dayStart(date, timezone).getTime()
  const later = new Date(Date.parse(date) + lengthMs).toISOString().slice(0, 10)
  return Math.max(dayStart(later, timezone).getTime() + since, at + 1)
}

/** What of a range none of these windows holds, in order. */
export function uncovered(range: TimeWindow, done: readonly TimeWindow[]): TimeWindow[] {
  let at = range.from
  const gaps: TimeWindow[] = []
  for (const { from, to } of done.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    if (to <= at) continue
    if (from >= range.to) break
    if (from > at) gaps.push({ from: at, to: from })
    at = to
  }
  if (at < range.to) gaps.push({ from: at, to: range.to })
  return gaps
}
