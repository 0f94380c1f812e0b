import { Bug } from '../diagnostic/failure.ts'
import { requireAccounted } from '../steps/row-balance.ts'
import type { StepOutcome } from '../steps/step.ts'

/** A step that tells counts tells where each row went, and its dataset holds what it handed on. Throws a `Bug`. */
export function requireBalance(outcome: StepOutcome): void {
  const { rows, dataset, rejects } = outcome
  if (rows === undefined) return
  requireAccounted(outcome)
  const told = JSON.stringify(rows)
  if (dataset !== undefined && dataset.rows !== rows.loaded) {
    throw new Bug(`the dataset of this step holds ${dataset.rows} rows and not those counted: ${told}`)
  }
  if (rejects !== undefined && rejects.rows !== rows.rejected) {
    throw new Bug(`the rejects of this step hold ${rejects.rows} rows and not those counted: ${told}`)
  }
}
