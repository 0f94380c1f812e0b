import { sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import { storageOf } from '../../dataset/create-table.ts'
import { copyType } from '../../dataset/encode-copy.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/ports.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import { regclass } from './ledger.ts'

/** A column of a table that is there. */
export interface TargetColumn {
  readonly name: string
  /** As the database writes it: `numeric(10,2)`, `TEXT`, … */
  readonly type: string
  /** The database fills it by itself. */
  readonly filled: boolean
}

/** The table's columns in their order; `undefined` if there is no such table. */
export async function readTarget(
  transaction: Transaction,
  table: TableName,
): Promise<readonly TargetColumn[] | undefined> {
  const columns =
    transaction.dialect === 'postgres'
      ? await readPostgres(transaction, table)
      : await readSqlite(transaction, table)
  return columns.length === 0 ? undefined : columns
}

async function readSqlite({ db }: Transaction, { name }: TableName): Promise<readonly TargetColumn[]> {
  const tables = await db.introspection.getTables()
  const found = tables.find((table) => table.name.toLowerCase() === name.toLowerCase())
  if (found?.isView === true) throw isView(name)
  return (found?.columns ?? []).map((column) => ({
    name: column.name,
    type: column.dataType,
    filled: column.hasDefaultValue || column.isAutoIncrementing,
  }))
}

async function readPostgres({ db }: Transaction, table: TableName): Promise<readonly TargetColumn[]> {
  const { rows } = await sql<{ name: string; type: string; filled: boolean; kind: string }>`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      a.atthasdef or a.attidentity <> '' as filled, c.relkind as kind
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where a.attrelid = to_regclass(${regclass(table)}) and a.attnum > 0 and not a.attisdropped
    order by a.attnum`.execute(db)
  if (rows.some(({ kind }) => kind !== 'r' && kind !== 'p')) throw isView(tableText(table))
  return rows
}

function isView(name: string): Failure {
  return new Failure('table/kind', `"${name}" is not a table but a view`, {
    help: 'Load into a table of its own',
  })
}

/** Makes the table as the dataset's columns ask for; `key` becomes its primary key. */
export async function createTarget(
  transaction: Transaction,
  table: TableName,
  { columns, key }: { columns: readonly Column[]; key: readonly string[] },
): Promise<void> {
  const { dialect, db } = transaction
  if (dialect === 'postgres' && table.schema !== undefined) {
    await db.schema.createSchema(table.schema).ifNotExists().execute()
  }
  const types = columns.map((column) =>
    sql.raw(dialect === 'postgres' ? postgresType(column) : storageOf(column)),
  )
  const lines = columns.map(
    (column, index) =>
      sql`${sql.id(column.name)} ${types[index]}${column.notNull === true ? sql` not null` : sql``}`,
  )
  const primary = key.length === 0 ? [] : [sql`primary key (${sql.join(key.map((name) => sql.id(name)))})`]
  const strict = dialect === 'sqlite' ? sql` strict` : sql``
  await sql`create table ${tableId(table)} (${sql.join([...lines, ...primary])})${strict}`.execute(db)
}

/** A declared precision is the table's too; otherwise a decimal takes what comes. */
function postgresType(column: Column): string {
  if (column.type === 'decimal' && column.precision !== undefined && column.scale !== undefined) {
    return `numeric(${column.precision}, ${column.scale})`
  }
  return copyType(column)
}
