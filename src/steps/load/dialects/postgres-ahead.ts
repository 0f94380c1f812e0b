import { sql } from 'kysely'
import { quoteName } from '../../../dataset/create-table.ts'
import type { Database, TableName, Transaction } from '../../../ports/database.ts'
import { regclass, tableId } from '../../sql/identifier.ts'
import type { AheadDialect, RowsAhead } from './dialect.ts'
import { ofNoUse } from './of-no-use.ts'

/** All in one transaction, in which the table gets its name as soon as the load has come. */
export const postgresAhead: AheadDialect = {
  mayJudge: () => true,
  carry,
  async place(transaction, made, table) {
    await rename(transaction, made, table)
    return table
  },
  entered: (target) => target,
}

const longestName = 63

async function carry(database: Database, { table, made, make, copy, taken }: RowsAhead): Promise<boolean> {
  await database.transaction(undefined, async (transaction) => {
    if (!(await mayBegin(transaction, table))) throw ofNoUse()
    await make(transaction)
    const rows = await copy(transaction)
    const work = await taken({ rows, ask: (question) => question(transaction) })
    await work(transaction)
    await sql`drop table if exists ${tableId(made)}`.execute(transaction.db)
  })
  return true
}

/** Whether what others commit meanwhile is seen, and the schema is there. */
async function mayBegin({ db }: Transaction, { schema }: TableName): Promise<boolean> {
  const isThere = schema === undefined ? sql`true` : sql`to_regnamespace(${quoteName(schema)}) is not null`
  const { rows } = await sql<{ may: boolean }>`
    select current_setting('transaction_isolation') = 'read committed' and ${isThere} as may`.execute(db)
  return rows[0]?.may === true
}

/** As if it had been made by that name. From version 18 on `not null` is a constraint, and has its name of the table's. */
async function rename({ db }: Transaction, from: TableName, to: TableName): Promise<void> {
  const { rows } = await sql<{ old: string; named: string }>`
    select c.conname as old, a.attname as named
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.conrelid = to_regclass(${regclass(from)}) and c.contype = 'n'`.execute(db)
  await sql`alter table ${tableId(from)} rename to ${sql.id(to.name)}`.execute(db)
  for (const { old, named } of rows) {
    const name = `${to.name}_${named}_not_null`
    if (Buffer.byteLength(name) > longestName) continue
    await sql`alter table ${tableId(to)} rename constraint ${sql.id(old)} to ${sql.id(name)}`.execute(db)
  }
}
