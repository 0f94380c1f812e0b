import type { LedgerEntry, RunRecord } from './record.ts'

/** What a window was run with: of another definition, or with other inputs, it is not done. */
export interface WindowOf {
  readonly definition: string
  /** The hash of the inputs, as records have it. */
  readonly inputs: string
  /** Rows newer than this, in milliseconds, were not read. */
  readonly settleMs: number
}

type Window = NonNullable<RunRecord['window']>

/**
 * The windows that runs have done without a failure, tolerated or not, and without a row that was put aside: it may have
 * been mended since. Whole pipelines, by their last attempt. `runs`: `newestRuns`.
 */
export function doneWindows(
  runs: readonly LedgerEntry[],
  { definition, inputs, settleMs }: WindowOf,
): Window[] {
  return runs.flatMap(({ run, steps }) => {
    const { window, result, select, startedAt } = run
    if (window === undefined || select !== undefined || window.definition !== definition) return []
    const isWhole = Date.parse(window.to) + settleMs <= Date.parse(startedAt)
    const isComplete = result === 'success' && steps.every(({ rejected = 0 }) => rejected === 0)
    return isComplete && isWhole && run.inputs === inputs ? [window] : []
  })
}
