import { Cron } from 'croner'
import { Bug } from '../diagnostic/failure.ts'
import { parseCron } from './parse-cron.ts'

/**
 * The next `count` ticks after `from`, ascending. Where the clocks are put forward, a time that does not exist
 * ticks once, at the first instant after the gap; where they are put back, a time that comes twice ticks once.
 * Hourly schedules (`*` in the hours) keep their distance instead: nothing is added in a gap, and both hours of
 * the overlap tick. The schedule must have passed `checkSchedules`.
 */
export function nextTicks(
  schedule: { readonly cron: string; readonly timezone: string },
  from: Date,
  count: number,
): Date[] {
  const parsed = parseCron(schedule.cron)
  if ('fault' in parsed) throw new Bug(`cron "${schedule.cron}" was not checked: ${parsed.fault}`)
  const cron = new Cron(parsed.expanded, {
    timezone: schedule.timezone,
    mode: '5-part',
    sloppyRanges: true,
    fixedTimeRule: parsed.hourly ? 'single-value' : 'no-wildcard',
  })
  const ticks: Date[] = []
  let after = from
  while (ticks.length < count) {
    const next = cron.nextRun(after)
    if (next === null) break
    if (next.getTime() !== ticks.at(-1)?.getTime()) ticks.push(next)
    after = next
  }
  return ticks
}

/** Whether the runtime knows an IANA time zone of this name. */
export function isTimezone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return timeZone !== '' && /^(UTC|GMT|[A-Za-z_]+\/[A-Za-z0-9_+/-]+)$/.test(name)
  } catch {
    return false
  }
}
