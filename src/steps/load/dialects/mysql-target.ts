import { sql } from 'kysely'
import { Failure } from '../../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { tableId, tableText } from '../../sql/identifier.ts'
import type { TargetColumn } from './dialect.ts'
import { viewFailure } from './view-failure.ts'

interface Described {
  readonly name: string
  readonly type: string
  readonly fallback: string | null
  readonly extra: string
  readonly nullable: string
  readonly collation: string | null
  readonly kind: string
  readonly engine: string | null
  readonly transactions: string | null
}

/**
 * The table's columns. Throws a `Failure` for a view, and for an engine that cannot take a half load back. The table is named
 * for each of the server's lists: one of which it is not is read for all tables of all databases.
 */
export async function readMySqlTarget(
  { db }: Transaction,
  table: TableName,
): Promise<readonly TargetColumn[] | undefined> {
  const schema = sql`coalesce(${table.schema ?? null}, database())`
  const { rows } = await sql<Described>`
    select c.column_name as name, c.column_type as type, c.column_default as fallback, c.extra as extra, c.is_nullable as nullable,
      c.collation_name as collation, t.table_type as kind, t.engine as engine, e.transactions as transactions
    from information_schema.columns as c
    join information_schema.tables as t on t.table_schema = ${schema} and t.table_name = ${table.name}
    left join information_schema.engines as e on e.engine = t.engine
    where c.table_schema = ${schema} and c.table_name = ${table.name}
    order by c.ordinal_position`.execute(db)
  const [first] = rows
  if (first === undefined) return undefined
  if (/view/iu.test(first.kind)) throw viewFailure(tableText(table))
  if (first.transactions === 'NO') {
    const place = tableId(table).compile(db).sql
    throw new Failure(
      'table/kind',
      `table "${tableText(table)}" is kept by ${first.engine}, which has no transactions: a load that fails would leave half of its rows`,
      { help: `Run: alter table ${place} engine = InnoDB` },
    )
  }
  return rows.map(({ name, type, fallback, extra, nullable, collation }) => ({
    name,
    type,
    filled: (fallback !== null && fallback !== 'NULL') || /auto_increment|generated/iu.test(extra),
    notNull: nullable === 'NO',
    ...(collation === null ? {} : { collation }),
  }))
}
