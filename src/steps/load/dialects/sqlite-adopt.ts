import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { tableId } from '../../sql/identifier.ts'

/**
 * Gives the rows of one table to another, made alike and empty: their trees are exchanged in the schema, which SQLite lets
 * be written where nobody else knows the file, and reads anew. No row is touched.
 */
export async function adopt({ db }: Transaction, from: TableName, to: TableName): Promise<void> {
  const { rows } = await sql<{ name: string; rootpage: number }>`
    select name, rootpage from sqlite_schema where name in (${from.name}, ${to.name})`.execute(db)
  for (const { name } of rows) {
    const other = rows.find((row) => row.name !== name)
    await sql`update sqlite_schema set rootpage = ${other?.rootpage ?? 0} where name = ${name}`.execute(db)
  }
  await sql`pragma writable_schema = reset`.execute(db)
  await sql`drop table ${tableId(from)}`.execute(db)
}
