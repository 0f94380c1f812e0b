import type { Column } from '../../../dataset/column.ts'
import { widerColumn } from '../../../dataset/wider-column.ts'
import type { StepContext } from '../../step.ts'
import type { ExtractOptions } from '../options.ts'
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
  const misfits = misfitsOf(baseline, columns)
  const found = { columns, misfits, proofs: [], evidence: [], rows: 0, rejected: 0, notes: [] }
  return underContract(contract, { baseline, found, context })
}

/** A database tells types, so a type that another does not hold is a change even before a value shows it. */
function misfitsOf(baseline: readonly Column[], columns: readonly Column[]): ReadonlyMap<string, string> {
  return new Map(
    columns.flatMap((now): [string, string][] => {
      const was = baseline.find(({ name }) => name === now.name)
      if (was === undefined || was.type === 'text') return []
      const fits = widerColumn(was, now)?.type === was.type
      return fits ? [] : [[now.name, `the database says ${now.type}`]]
    }),
  )
}
