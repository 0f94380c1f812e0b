import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TickFacts } from '../app/take-tick.ts'
import type { Failure } from '../diagnostic/failure.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { TickRecord } from '../schedule/tick-record.ts'
import type { Action } from './action.ts'
import { fetchPlan } from './fetch-plan.ts'
import { unrecordedTicks } from './tick-word.ts'

interface Known {
  /** When the run was made. */
  readonly made: Date
  readonly runs: readonly LedgerEntry[]
  /** Why the past runs could not be read. */
  readonly unread: Failure | undefined
}

/** What this run knows of ticks, beside the ledger. */
export async function tickFactsOf(action: Action, { made, runs, unread }: Known): Promise<TickFacts> {
  const { attempt, catchUp } = action.context
  const before = attempt === 1 ? undefined : await tickBefore(action, runs)
  return {
    made,
    planned: new Date(),
    ...(catchUp === undefined ? {} : { catchUp: true }),
    ...(before === undefined ? {} : { before }),
    ...(unread === undefined || unread.code === 'github/forbidden' ? {} : { unread }),
    unrecorded: (known, after) => unrecordedTicks(action, known, after),
  }
}

/**
 * The tick that this run was for when it was tried before. Its loads are known by the run, so another tick's would be taken
 * for made: a plan that cannot be fetched is a `Failure`.
 */
async function tickBefore(action: Action, runs: readonly LedgerEntry[]): Promise<TickRecord | undefined> {
  const kept = runs.find(({ run }) => run.id === String(action.context.runId))
  if (kept?.schedules !== undefined) return kept.tick
  const folder = join(action.context.temp, 'millrace-before')
  await mkdir(folder, { recursive: true })
  return (await fetchPlan(action, folder))?.ticks?.tick
}
