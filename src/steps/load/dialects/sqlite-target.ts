import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'
import type { TargetColumn } from './dialect.ts'
import { viewFailure } from './view-failure.ts'

/** The table's columns. Throws a `Failure` for a view. */
export async function readSqliteTarget(
  transaction: Transaction,
  { name }: TableName,
): Promise<readonly TargetColumn[] | undefined> {
  const tables = await transaction.db.introspection.getTables()
  const found = tables.find((table) => table.name.toLowerCase() === name.toLowerCase())
  if (found?.isView === true) throw viewFailure(name)
  if (found === undefined) return undefined
  const strict = await isStrict(transaction, found.name)
  const collations = await collationsOf(
    transaction,
    found.name,
    found.columns.map((column) => column.name),
  )
  return found.columns.map((column) => {
    const collation = collations.get(column.name)
    return {
      name: column.name,
      type: column.dataType,
      strict,
      filled: column.hasDefaultValue || column.isAutoIncrementing,
      notNull: !column.isNullable,
      ...(collation === undefined ? {} : { collation }),
    }
  })
}

async function isStrict({ db }: Transaction, table: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from pragma_table_list(${table}) where schema = 'main' and strict = 1`.execute(db)
  return rows.length > 0
}

/** Texts that a collation takes for the same. */
const alike = { nocase: ['a', 'A'], rtrim: ['a', 'a '] } as const

/**
 * By column, how it compares texts, where that is not byte by byte. SQLite does not say it, but a union goes by the collation
 * of its first query's column, and of texts that are the same it leaves one.
 */
async function collationsOf(
  { db }: Transaction,
  table: string,
  columns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const { rows: worded } = await sql`
    select 1 from sqlite_schema where type = 'table' and name = ${table} and sql like '%collate%'`.execute(db)
  if (worded.length === 0) return found
  for (const column of columns)
    for (const [collation, [one, other]] of Object.entries(alike)) {
      const { rows } = await sql`
        select ${sql.id(column)} from ${sql.id(table)} where 0 union select ${one} union select ${other}`.execute(
        db,
      )
      if (rows.length === 1) found.set(column, collation)
    }
  return found
}
