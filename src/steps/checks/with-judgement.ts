import type { RowCounts, StepOutcome } from '../step.ts'
import type { CheckedDataset } from './check-dataset.ts'
import type { Judgement } from './run-checks.ts'

/** The outcome of a step with what its checks found: rows that were put aside are counted as rejected. */
export function withJudgement(outcome: StepOutcome, judged: Partial<CheckedDataset>): StepOutcome {
  const { rejected = 0, rejects, notes = [], warnings = [], measured = {} } = judged
  const told = [outcome.note, ...notes, ...warnings.map((warning) => `warning: ${warning}`)]
  const note = told.filter((part) => part !== undefined).join('; ')
  return {
    ...outcome,
    ...(rejects === undefined ? {} : { rejects }),
    ...(rejected === 0 ? {} : { rows: withRejected(outcome, rejected, judged) }),
    ...(note === '' ? {} : { note }),
    ...joined(outcome, { warnings, measured }),
  }
}

function joined(outcome: StepOutcome, { warnings, measured }: Judgement): Partial<StepOutcome> {
  const all = [...(outcome.warnings ?? []), ...warnings]
  const numbers = { ...outcome.measured, ...measured }
  return {
    ...(all.length === 0 ? {} : { warnings: all }),
    ...(Object.keys(numbers).length === 0 ? {} : { measured: numbers }),
  }
}

/**
 * A load read the rows that were put aside before it; another step had handed them on. A transform, which tells no
 * counts, tells those of the rows it made.
 */
function withRejected(
  outcome: StepOutcome,
  rejected: number,
  { dataset }: Partial<CheckedDataset>,
): RowCounts {
  const { rows } = outcome
  const kept = dataset?.rows ?? 0
  if (rows === undefined)
    return { read: kept + rejected, loaded: kept, rejected, filtered: 0, deduplicated: 0, unchanged: 0 }
  if (outcome.dataset === undefined)
    return { ...rows, read: rows.read + rejected, rejected: rows.rejected + rejected }
  return { ...rows, loaded: rows.loaded - rejected, rejected: rows.rejected + rejected }
}
