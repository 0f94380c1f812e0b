import type { Database, TableName, Transaction } from '../../ports/database.ts'
import type { StepContext } from '../step.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { type LoadLedger, loadKey } from './ledger.ts'
import { isAskedAgain, isSameLoad } from './load-again.ts'
import { LoadCursors } from './load-cursors.ts'
import { incoming, type Load, type Made, nothingMade } from './load-in-transaction.ts'
import { forgetGone, openLedger } from './open-ledger.ts'
import type { TableLoad } from './options.ts'
import { prepareTable } from './prepare-table.ts'
import { readTarget } from './target-table.ts'

type Context = StepContext<TableLoad>

/**
 * Where making a table commits, all that is to be made is made before the rows are moved, each by itself and only where
 * it is not there.
 */
export async function prepareLoad(database: Database, context: Context, load: Load): Promise<Made> {
  if (loadDialects[database.dialect].definesInside) return nothingMade
  return database.transaction(undefined, async (transaction) => {
    const ledger = await load.during(openCleared(transaction, load.table))
    await LoadCursors.prepare(transaction, context, load.table)
    await forgetGone(transaction, ledger, context.options.table)
    const before = await ledger.find(loadKey(context, context.options.table))
    const { mode } = context.options
    const { rows } = load.dataset
    const isAgain = isAskedAgain(context)
    if (before !== undefined && !isAgain && isSameLoad(before, { rows, content: await load.content }, mode))
      return nothingMade
    return prepareTable(transaction, incoming(context, load), context.log)
  })
}

/** Whether the ledger does not know of the load, nor the database of the table. Where making a table commits, so may this. */
export async function isFirstLoad(
  transaction: Transaction,
  context: Context,
  { table, during }: Load,
): Promise<boolean> {
  const ledger = await during(openCleared(transaction, table))
  const before = await ledger.find(loadKey(context, context.options.table))
  const { windows = [] } = context
  return before === undefined && windows.length === 0 && (await readTarget(transaction, table)) === undefined
}

/** The ledger, when it is the load's turn, without what loads that broke off have left in it. */
async function openCleared(transaction: Transaction, table: TableName): Promise<LoadLedger> {
  const ledger = await openLedger(transaction, table)
  await loadDialects[transaction.dialect].ahead?.clear?.(transaction)
  return ledger
}
