import { type CreateTableBuilder, type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../../ports/database.ts'

/** The type of a text of a ledger. A key of MySQL has a length, in bytes, that all its columns share. */
export function ledgerText(dialect: Dialect): RawBuilder<unknown> {
  return dialect === 'mysql' ? sql`varchar(190) character set utf8mb4 collate utf8mb4_bin` : sql`text`
}

/** Makes the ledger if it is not there. It must be able to take an entry back, whatever engine the server would choose. */
export async function createLedger<Name extends string, Columns extends string>(
  table: CreateTableBuilder<Name, Columns>,
  dialect: Dialect,
): Promise<void> {
  await (dialect === 'mysql' ? table.modifyEnd(sql`engine = InnoDB`) : table).ifNotExists().execute()
}
