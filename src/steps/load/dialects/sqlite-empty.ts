import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { tableId } from '../../sql/identifier.ts'
import { type Referring, refuseCascades } from './refuse-cascades.ts'

/** Answers how many rows there were. */
export async function emptySqliteTable(transaction: Transaction, table: TableName): Promise<number> {
  refuseCascades(table, await referringTo(transaction, table))
  return Number((await sql`delete from ${tableId(table)}`.execute(transaction.db)).numAffectedRows)
}

async function referringTo({ db }: Transaction, { name }: TableName): Promise<readonly Referring[]> {
  const { rows } = await sql<Referring>`
    select distinct t.name as name, f.on_delete as rule from sqlite_schema as t, pragma_foreign_key_list(t.name) as f
    where t.type = 'table' and t.sql like '%references%' and lower(f."table") = lower(${name})
      and lower(t.name) <> lower(${name}) and f.on_delete in ('CASCADE', 'SET NULL', 'SET DEFAULT')
    order by 1, 2`.execute(db)
  return rows
}
