import type { LedgerEntry } from '../ledger/record.ts'
import { type EntryFacts, firstLine, hashOfInputs, ticksOf, whereabouts } from './ledger-entry.ts'
import { planStep } from './issue-key.ts'

/** A run that came to no plan, so that none of its steps ran. */
export interface Unplanned extends Omit<EntryFacts, 'tables'> {
  readonly pipeline: string
  readonly run: { readonly id: string; readonly trigger: string; readonly at: string; readonly date: string }
  readonly cancelled: boolean
  /** Why: of several mistakes the first. */
  readonly failure: { readonly code: string; readonly message: string }
}

/** What is kept of it: one step, `(plan)`, that failed. */
export function unplannedEntry({ pipeline, run, cancelled, failure, ...facts }: Unplanned): LedgerEntry {
  const step = { id: planStep, kind: 'plan', attempts: 1, durationMs: 0, rows: null }
  const told = { code: failure.code, message: firstLine(failure.message) }
  return {
    schema: 1,
    run: {
      ...run,
      ...whereabouts(facts),
      attempt: facts.attempt,
      pipeline,
      inputs: hashOfInputs({}),
      result: cancelled ? 'cancelled' : 'failure',
      startedAt: facts.now.toISOString(),
      durationMs: 0,
    },
    ...ticksOf(facts),
    steps: cancelled ? [] : [{ ...step, result: 'failure', failure: told }],
    loads: [],
    cursors: [],
  }
}
