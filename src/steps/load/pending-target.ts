import type { TableName } from '../../ports/database.ts'
import { parseTable } from './table-name.ts'

/** How the tables are called that hold the rows of loads which have not ended. */
export const aheadName = '_millrace_ahead_'

/** What stands between both names; no table's name has a space. */
const between = ' in '

/**
 * What the ledger calls a table while it has another name, which it is about to lose: as long as the one of the other name
 * is there nothing is loaded, and when it is gone all is.
 */
export function pendingTarget(target: string, made: TableName): string {
  return `${target}${between}${made.name}`
}

/** What the target of a load that is pending ends with, whichever table it is for. */
export function pendingEnd(made: TableName): string {
  return `${between}${made.name}`
}

/** The table that is to be, and the one that the rows are in. */
export function pendingTables(pending: string): { readonly target: string; readonly made: TableName } {
  const [target = '', name = ''] = pending.split(between, 2)
  return { target, made: { ...parseTable(target), name } }
}
