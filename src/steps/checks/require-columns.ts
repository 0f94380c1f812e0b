import { Failure } from '../../diagnostic/failure.ts'
import type { Check } from './check.ts'
import type { Checked } from './checked.ts'

/** Throws a `Failure` (`checks/column`) when the rows lack a column that the rule names. */
export function requireColumns(check: Check, { columns, name }: Checked): void {
  const wanted = 'columns' in check ? check.columns : 'column' in check ? [check.column] : []
  const missing = wanted.find((column) => !columns.some((known) => known.name === column))
  if (missing === undefined) return
  throw new Failure('checks/column', `check ${check.rule}: "${name}" has no column "${missing}"`, {
    help: `Its columns are ${columns.map((column) => column.name).join(', ')}`,
  })
}
