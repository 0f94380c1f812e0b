import type { Schedule } from '../manifest/manifest.ts'
import { dateIn, dayStart } from '../schedule/day-start.ts'
import { latestTick } from '../schedule/latest-tick.ts'

/** The time a run is for, and its date in the schedule's own zone. */
export interface LogicalTime {
  readonly at: string
  readonly date: string
  /** The date was asked for. */
  readonly dated?: true
}

/**
 * A scheduled run is for the tick that is due, however late GitHub delivers it; one whose date was asked for is for the
 * moment at which that date begins; any other run is for now.
 */
export function logicalTime(
  schedule: Schedule | undefined,
  fired: boolean,
  now: Date,
  date?: string,
): LogicalTime {
  const timezone = schedule?.timezone ?? 'UTC'
  if (date !== undefined) return { at: dayStart(date, timezone).toISOString(), date, dated: true }
  const at = fired && schedule !== undefined ? (latestTick(schedule, now) ?? now) : now
  return { at: at.toISOString(), date: dateIn(timezone, at) }
}
