import type { Column } from '../../../dataset/column.ts'
import { mostRealDigits } from '../../../dataset/create-table.ts'
import { widerColumn } from '../../../dataset/profile/wider-column.ts'
import { columnText } from '../../column-text.ts'

/**
 * What says which types its columns have, a file or a database, tells of a change before a value shows it: those of the `known`
 * columns that do not hold the type that there is `now`.
 */
export function toldMisfits(
  who: 'file' | 'database',
  known: readonly Column[],
  now: readonly Column[],
): { readonly misfits: ReadonlyMap<string, string>; readonly decimals: ReadonlyMap<string, Column> } {
  const misfits = new Map<string, string>()
  const decimals = new Map<string, Column>()
  for (const column of known) {
    const told = now.find(({ name }) => name === column.name)
    const wider = told === undefined ? undefined : widerColumn(column, told)
    if (told === undefined || column.type === 'text' || (wider !== undefined && isHeld(wider, column)))
      continue
    misfits.set(column.name, `the ${who} says ${columnText(told)}`)
    if (wider?.type === 'decimal' && column.type === 'decimal') decimals.set(column.name, wider)
  }
  return { misfits, decimals }
}

/** Whether a column is as wide as the one that holds it and another. */
function isHeld(wider: Column, { type, precision = mostRealDigits, scale }: Column): boolean {
  if (wider.type !== type) return false
  if (type !== 'decimal' || scale === undefined || wider.scale === undefined) return true
  return wider.scale <= scale && (wider.precision ?? mostRealDigits) <= precision
}
