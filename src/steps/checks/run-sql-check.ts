import { sql } from 'kysely'
import type { SqlValue } from '../../ports/sqlite.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import { evenColumns, unevenTimes } from '../sql/even-times.ts'
import { tableId } from '../sql/identifier.ts'
import { singleQuery } from '../sql/single-query.ts'
import type { Checked, Finding } from './checked.ts'
import { formatRow, maxSamples } from './samples.ts'
import { counted } from '../../text/quantities.ts'

interface SqlCheck {
  readonly name: string | undefined
  readonly sql: string
  readonly parameters: readonly SqlValue[]
}

/** A query of the author's: the rows it answers are the failing ones. It sees the rows under their names. */
export async function runSqlCheck(
  check: SqlCheck,
  { transaction, table, name, alsoNamed = [], mask, columns }: Checked,
): Promise<Finding> {
  const query = singleQuery(check.sql, transaction.dialect)
  const shown = transaction.dialect === 'sqlite' ? await evened(query, { transaction, table, columns }) : '*'
  const { scope, done } = await namedRows(transaction, { table, names: [name, ...alsoNamed], shown })
  const counts = await transaction.read(
    `${scope}select count(*) as found from (${query}\n) as failing`,
    check.parameters,
  )
  const found = Number(counts[0]?.['found'])
  const rows =
    found === 0
      ? []
      : await transaction.read(
          `${scope}select * from (${query}\n) as failing limit ${maxSamples}`,
          check.parameters,
        )
  await done()
  if (found === 0) return null
  const label = check.name === undefined ? 'sql' : `sql "${check.name}"`
  return `${label}: ${counted(found, 'row')}, e.g. ${rows.map((row) => `(${formatRow(row, mask, columns)})`).join(' ')}`
}

/**
 * Lets queries that begin with `scope` see the rows under the names. MySQL has no temporary views, and making any other
 * would commit. SQLite would take the name of a view for the view itself, so the table's is told in full.
 */
async function namedRows(
  { db, dialect }: Transaction,
  {
    table,
    names,
    shown,
  }: { readonly table: TableName; readonly names: readonly string[]; readonly shown: string },
): Promise<{ readonly scope: string; readonly done: () => Promise<void> }> {
  const place = dialect === 'sqlite' ? { schema: 'main', ...table } : table
  const rows = sql`select ${sql.raw(shown)} from ${tableId(place)}`
  if (dialect === 'mysql') {
    const scope = sql.join(names.map((name) => sql`${sql.id(name)} as (${rows})`))
    return { scope: sql`with ${scope} `.compile(db).sql, done: async () => {} }
  }
  // The table's own name comes last: after it PostgreSQL would take the view for the table.
  for (const name of names.toReversed())
    await sql`create temporary view ${sql.id(name)} as ${rows}`.execute(db)
  return {
    scope: '',
    async done() {
      for (const name of names) await sql`drop view ${sql.id(name)}`.execute(db)
    },
  }
}

/** What selects the rows so that times sort. A table that was loaded into may have more columns than the rows. */
async function evened(
  query: string,
  { transaction, table, columns }: Pick<Checked, 'transaction' | 'table' | 'columns'>,
): Promise<string> {
  const named = tableId(table).compile(transaction.db).sql
  const uneven = await unevenTimes(query, { columns, table: named }, (text) => transaction.read(text, []))
  if (uneven.size === 0) return '*'
  const [row = {}] = await transaction.read(`select * from ${named} limit 1`, [])
  return evenColumns(Object.keys(row), uneven)
}
