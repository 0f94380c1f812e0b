import type { Column } from '../../../dataset/column.ts'
import type { StepContext } from '../../step.ts'
import type { ExtractOptions } from '../options.ts'
import { columnsAsKnown } from './as-known.ts'
import { toldMisfits } from './told-misfits.ts'
import { type ColumnsToMake, underContract } from './agreed-columns.ts'

/**
 * The columns of a dataset that a query's answer becomes: as they are declared, or as the database tells them. A contract
 * holds those against the ones of the last good run. Throws a `Failure` (`columns/changed`) when nothing may change.
 */
export function agreedWithDatabase(
  columns: readonly Column[],
  context: StepContext<ExtractOptions>,
): ColumnsToMake {
  const { columns: declared, contract } = context.options
  const baseline = declared ?? context.before?.columns
  if (contract === undefined || baseline === undefined) {
    if (contract !== undefined)
      context.log(`contract ${contract}: there is no earlier run to hold the columns against`)
    return { columns: declared ?? columns, forbidden: [] }
  }
  const now = columnsAsKnown(columns, baseline)
  const found = {
    columns: now,
    ...toldMisfits('database', baseline, now),
    proofs: [],
    evidence: [],
    rows: 0,
    rejected: 0,
    notes: [],
  }
  return underContract(contract, { baseline, found, context })
}
