import type { TableName, Transaction } from '../../ports/database.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { type TableWords, takesRowsAsTheyAre } from './table-options.ts'

/**
 * Whether the rows can be staged in the table that they are for: this load has made it, so it has the very types of the
 * dataset and no rows of its own. With a key, its repetitions are to be told before the database trips over them.
 */
export async function mayFill(
  transaction: Transaction,
  { table, words, isNew }: { readonly table: TableName; readonly words: TableWords; readonly isNew: boolean },
): Promise<boolean> {
  if (!isNew || !takesRowsAsTheyAre(words)) return false
  return loadDialects[transaction.dialect].staysOurs(transaction, table)
}
