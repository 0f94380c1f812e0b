import { type RawBuilder, sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import type { TargetColumn } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import type { TableWords } from './table-options.ts'

/** The table's columns in their order; `undefined` if there is no such table. */
export function readTarget(
  transaction: Transaction,
  table: TableName,
): Promise<readonly TargetColumn[] | undefined> {
  return loadDialects[transaction.dialect].readTarget(transaction, table)
}

/** A column that the load itself fills. */
export interface OwnColumn {
  readonly name: string
  readonly holds: 'moment' | 'flag'
  readonly notNull: boolean
}

/** The columns that the mode asks for beside those of the rows. */
export function ownColumns({ deletedColumn, versions }: TableWords): readonly OwnColumn[] {
  if (deletedColumn !== undefined) return [{ name: deletedColumn, holds: 'moment', notNull: false }]
  if (versions === undefined) return []
  return [
    { name: versions.validFrom, holds: 'moment', notNull: true },
    { name: versions.validTo, holds: 'moment', notNull: false },
    { name: versions.current, holds: 'flag', notNull: true },
  ]
}

/** Makes the table as the dataset's columns and the mode ask for; the key becomes its primary key. */
export async function createTarget(
  transaction: Transaction,
  table: TableName,
  { columns, words }: { readonly columns: readonly Column[]; readonly words: TableWords },
): Promise<void> {
  const { makeSchema, types } = loadDialects[transaction.dialect]
  if (table.schema !== undefined) await makeSchema(transaction, table.schema)
  const key = [...words.key, ...(words.versions === undefined ? [] : [words.versions.validFrom])]
  const lines = [
    ...columns.map((column) => {
      const type = types.of(column, key.includes(column.name) ? key.length : undefined)
      return columnLine(column.name, type, column.notNull === true)
    }),
    ...ownColumns(words).map(({ name, holds, notNull }) => columnLine(name, types[holds], notNull)),
  ]
  const names = columns.map(({ name }) => name)
  const primary =
    key.length === 0
      ? ((await types.rowKey?.(transaction, names)) ?? [])
      : [sql`primary key (${sql.join(key.map((name) => sql.id(name)))})`]
  const end = sql.raw(await types.end(transaction))
  await sql`create table ${tableId(table)} (${sql.join([...lines, ...primary])})${end}`.execute(
    transaction.db,
  )
}

function columnLine(name: string, type: string, notNull: boolean) {
  return sql`${sql.id(name)} ${sql.raw(type)}${notNull ? sql` not null` : sql``}`
}

/** Adds columns to a table that is there. Its old rows have nulls in them. */
export async function addColumns(
  transaction: Transaction,
  table: TableName,
  columns: readonly Column[],
): Promise<void> {
  const { types } = loadDialects[transaction.dialect]
  for (const column of columns) await addColumn(table, column.name, types.of(column)).execute(transaction.db)
}

/** The statement that adds a column. */
export function addColumn(table: TableName, name: string, type: string): RawBuilder<unknown> {
  return sql`alter table ${tableId(table)} add column ${columnLine(name, type, false)}`
}

/** Throws a `Failure` (`columns/mismatch`) where a table that is there lacks a column that the mode needs. */
export function requireOwnColumns(
  transaction: Transaction,
  table: TableName,
  { target, words }: { readonly target: readonly TargetColumn[]; readonly words: TableWords },
): void {
  const { types } = loadDialects[transaction.dialect]
  const missing = ownColumns(words).filter(({ name }) => !target.some((column) => column.name === name))
  if (missing.length === 0) return
  const names = missing.map(({ name }) => `"${name}"`).join(', ')
  const added = missing.map(
    ({ name, holds }) => `${addColumn(table, name, types[holds]).compile(transaction.db).sql};`,
  )
  const why = words.mode === 'scd2' ? 'mode: scd2' : 'missing: mark'
  throw new Failure(
    'columns/mismatch',
    `table "${tableText(table)}" lacks ${names}, which \`${why}\` fills`,
    {
      help: `Run: ${added.join(' ')}`,
    },
  )
}
