import type { Graph } from '../graph/graph.ts'
import { durations } from '../ledger/fold-runs.ts'
import { previousRun } from '../ledger/previous-run.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { Schedule } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import { dateIn } from '../schedule/day-start.ts'
import type { LogicalTime } from './logical-time.ts'
import { latestTick } from '../schedule/latest-tick.ts'

/** How many runs a plan looks back: enough for the durations of steps that do not run every time. */
export const runsLookedAt = 50

/** What a plan takes from the past: how long steps took, which run was before, whether a later one is due. */
export function pastFacts(
  graph: Graph,
  runs: readonly LedgerEntry[],
  {
    run,
    branch,
    time,
  }: { readonly run: string; readonly branch?: string | undefined; readonly time: LogicalTime },
): { readonly past: ReadonlyMap<string, number>; readonly previous?: NonNullable<Plan['run']['previous']> } {
  const previous = previousRun(runs, {
    except: run,
    own: time,
    steps: graph.nodes.keys(),
    ...(branch === undefined ? {} : { branch }),
  })
  const known = [...durations(runs)].filter(([step]) => graph.nodes.has(step))
  return { past: new Map(known), ...(previous === undefined ? {} : { previous }) }
}

/**
 * Whether a run is not the latest that its schedule asks for by `now`. One whose date was asked for is compared by dates:
 * it is for the whole of its day.
 */
export function outdatedBy(
  schedule: Schedule | undefined,
  { at, date, dated }: LogicalTime,
  now: Date,
): { outdated?: true } {
  const latest = schedule === undefined ? undefined : latestTick(schedule, now)
  if (schedule === undefined || latest === undefined) return {}
  const late = dated === true ? dateIn(schedule.timezone, latest) > date : latest > new Date(at)
  return late ? { outdated: true } : {}
}
