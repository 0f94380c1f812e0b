import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { tableId } from '../../sql/identifier.ts'
import { type Referring, refuseCascades } from './refuse-cascades.ts'

/** Answers how many rows there were. Truncating would commit. */
export async function emptyMySqlTable(transaction: Transaction, table: TableName): Promise<number> {
  refuseCascades(table, await referringTo(transaction, table))
  return Number((await sql`delete from ${tableId(table)}`.execute(transaction.db)).numAffectedRows)
}

/** Those of the same database: to find others, MariaDB would open all tables of all databases. */
async function referringTo({ db }: Transaction, table: TableName): Promise<readonly Referring[]> {
  const schema = sql`coalesce(${table.schema ?? null}, database())`
  const { rows } = await sql<Referring>`
    select distinct table_name as name, delete_rule as rule from information_schema.referential_constraints
    where constraint_schema = ${schema} and unique_constraint_schema = ${schema}
      and referenced_table_name = ${table.name} and table_name <> referenced_table_name
      and delete_rule in ('CASCADE', 'SET NULL', 'SET DEFAULT')
    order by name, rule`.execute(db)
  return rows
}
