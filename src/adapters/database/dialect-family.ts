import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import { columnOf } from '../../dataset/profile/column-of.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, Dialect } from '../../ports/database.ts'
import { mysqlRowKey } from '../../steps/sql/mysql-row-key.ts'
import { mysqlQueryFailure } from './mysql-failure.ts'
import { mysqlSession } from './mysql-session.ts'
import { columnOfType } from './postgres-columns.ts'
import { postgresFailure, postgresQueryFailure } from './postgres-failure.ts'
import { postgresSettings } from './postgres-settings.ts'
import { kindOfValues, typeOfKind } from './sqlite-kinds.ts'

/** A query of an author's, and what it was sent behind. */
export interface Sent {
  readonly sql: string
  readonly before: string
}

/** What a database of this kind is told, whoever's driver carries it. */
export interface Family {
  /** Said at the beginning of a transaction, so that values print in one way. */
  readonly begin: readonly string[]
  /** Drops a temporary table, and ends no transaction. */
  readonly dropTemporary: string
  /** Of the query whose columns are looked at: its rows are not wanted, where types do not stand in them. */
  readonly probeLimit: string
  /** A key of a temporary table, where no table may be without one. */
  readonly rowKey?: (db: Kysely<AnyTables>) => Promise<readonly RawBuilder<unknown>[]>
  /** The columns of a temporary table. */
  readonly columnsOf: (db: Kysely<AnyTables>, table: string) => Promise<readonly Column[]>
  /** A quoted column as text. */
  readonly asText: (column: string) => string
  /** `sent`: the query of an author's that it is about. */
  readonly failure: (error: unknown, where: string, sent?: Sent) => Failure
}

const postgres: Family = {
  begin: postgresSettings,
  dropTemporary: 'drop table',
  probeLimit: ' limit 0',
  async columnsOf(db, table) {
    const { rows } = await sql<{ name: string; type: unknown; modifier: unknown }>`
      select attname as name, cast(cast(atttypid as bigint) as integer) as type, atttypmod as modifier
      from pg_catalog.pg_attribute where attrelid = to_regclass(${table}) and attnum > 0 order by attnum`.execute(
      db,
    )
    return rows.map(({ name, type, modifier }) => columnOfType(name, Number(type), Number(modifier)))
  },
  asText: (column) => `cast(${column} as text)`,
  failure: (error, where, sent) =>
    sent === undefined ? postgresFailure(error, where) : postgresQueryFailure(error, where, sent),
}

const nothingSent: Sent = { sql: '', before: '' }

const mysql: Family = {
  begin: [mysqlSession],
  dropTemporary: 'drop temporary table',
  rowKey: (db) => mysqlRowKey(db),
  probeLimit: ' limit 0',
  async columnsOf(db, table) {
    const { rows } = await sql<Record<string, unknown>>`show columns from ${sql.table(table)}`.execute(db)
    return rows
      .filter(({ Extra }) => !/invisible/iu.test(String(Extra)))
      .map(({ Field, Type }) => mysqlColumn(String(Field), String(Type).toUpperCase()))
  },
  asText: (column) => `cast(${column} as char character set utf8mb4)`,
  failure: (error, where, { before } = nothingSent) =>
    mysqlQueryFailure(error, where, before.split('\n').length - 1),
}

function mysqlColumn(name: string, type: string): Column {
  if (type.startsWith('TINYINT(1)')) return { name, type: 'boolean' }
  const scale = Number(/\((\d)\)/.exec(type)?.[1] ?? 0)
  if (type.startsWith('TIMESTAMP')) return { name, type: 'timestamp', zoned: true, scale }
  if (type.startsWith('DATETIME')) return { name, type: 'timestamp', zoned: false, scale }
  return columnOf({ name, declared: type === 'YEAR' ? 'INTEGER' : type, comment: undefined, notNull: false })
}

const sqlite: Family = {
  begin: [],
  dropTemporary: 'drop table',
  probeLimit: '',
  async columnsOf(db, table) {
    const names = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db)
    const seen = names.rows.map(
      ({ name }, index) =>
        sql`${sql.raw(kindOfValues(sql.id(name).compile(db).sql))} as ${sql.id(`c${index}`)}`,
    )
    const { rows } = await sql<
      Record<string, unknown>
    >`select ${sql.join(seen)} from ${sql.table(table)}`.execute(db)
    return names.rows.map(({ name }, index) => ({
      name,
      type: typeOfKind(rows[0]?.[`c${index}`]),
    }))
  },
  asText: (column) => `cast(${column} as text)`,
  failure: (error, where) =>
    new Failure('sql/error', `${where}: ${error instanceof Error ? error.message : String(error)}`),
}

export const families: Readonly<Record<Dialect, Family>> = { postgres, mysql, sqlite }
