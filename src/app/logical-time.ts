import type { Schedule } from '../manifest/manifest.ts'
import { latestTick } from '../schedule/latest-tick.ts'

/**
 * The time a run is for, and its date in the schedule's own zone. A scheduled run is for the tick that is due, however
 * late GitHub delivers it; any other run is for now.
 */
export function logicalTime(
  schedule: Schedule | undefined,
  fired: boolean,
  now: Date,
): { readonly at: string; readonly date: string } {
  const at = fired && schedule !== undefined ? (latestTick(schedule, now) ?? now) : now
  return { at: at.toISOString(), date: dateIn(schedule?.timezone ?? 'UTC', at) }
}

function dateIn(timezone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}
