import type { TableName, Transaction } from '../../ports/database.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { LoadLedger } from './ledger.ts'
import { parseTable } from './table-name.ts'
import { readTarget } from './target-table.ts'

/** The ledger, when it is the turn of a load into the table. Call it before anything else is read. */
export async function openLedger(transaction: Transaction, table: TableName): Promise<LoadLedger> {
  await loadDialects[transaction.dialect].begin(transaction, table)
  const ledger = new LoadLedger(transaction)
  await ledger.prepare()
  return ledger
}

/** What was loaded into a table that is not there any more is gone with it. */
export async function forgetGone(
  transaction: Transaction,
  ledger: LoadLedger,
  target: string,
): Promise<void> {
  if ((await readTarget(transaction, parseTable(target))) === undefined) await ledger.forgetTable(target)
}
