import type { Schedule } from '../manifest/manifest.ts'
import { latestTick } from '../schedule/latest-tick.ts'
import { nextTicks } from '../schedule/next-ticks.ts'
import { dueTicks, mostDue } from './due-ticks.ts'
import type { Settled } from '../schedule/tick-record.ts'

/** What a run that a schedule started is for. */
export type Choice =
  | {
      readonly tick: Date
      /** Let go with it: older than the tick, oldest first. */
      readonly passed: readonly Date[]
      /** Left for runs to come, oldest first. */
      readonly remaining: readonly Date[]
    }
  /** It has nothing to do, and why. */
  | { readonly idle: string }

export interface Moments {
  /** When the run was made. Ticks after it are none of its. */
  readonly made: Date
  /** When it is planned: later, where it stood in line. */
  readonly planned: Date
}

/** Which tick a run takes, by the schedule's `catch-up`. No tick that is settled is taken. */
export function chooseTick(schedule: Schedule, known: Settled | undefined, moments: Moments): Choice {
  const due = dueTicks(schedule, known, moments.made)
  const latest = latestTick(schedule, moments.made)
  if (latest === undefined) return { idle: `"${schedule.cron}" has not ticked yet` }
  if (schedule.catchUp === 'all' && due.length > 0) return oldest(due)
  if (known?.settled !== undefined && latest.toISOString() <= known.settled)
    return {
      idle: `no tick of "${schedule.cron}" is due: up to ${known.settled} each has had its run, or was let go`,
    }
  const [next] = nextTicks(schedule, latest, 1)
  if (schedule.catchUp === 'none' && next !== undefined && next <= moments.planned)
    return {
      idle: `the tick ${latest.toISOString()} is let go (\`catch-up: none\`): the next was due before its run could begin`,
    }
  return { tick: latest, passed: due.filter((tick) => tick < latest), remaining: [] }
}

function oldest(due: readonly Date[]): Choice {
  const [tick = new Date(Number.NaN), ...remaining] = due.slice(-mostDue)
  return { tick, passed: due.slice(0, -mostDue), remaining }
}
