import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import { copyType } from '../../dataset/encode/encode-copy.ts'
import { mysqlType } from '../../dataset/encode/mysql-type.ts'
import type { AnyTables, Dialect, TableName } from '../../ports/database.ts'
import { exactCollation } from '../../steps/sql/exact-collation.ts'
import { tableId } from '../../steps/sql/identifier.ts'
import { mysqlRowKey } from '../../steps/sql/mysql-row-key.ts'

/** The temporary table that rows are staged in. */
export const staged: TableName = { name: '_millrace_staged' }

interface Words {
  readonly typeOf: (column: Column) => string
  /** A key, where no table may be without one. */
  readonly rowKey?: (
    db: Kysely<AnyTables>,
    names: readonly string[],
  ) => Promise<readonly RawBuilder<unknown>[]>
  /** What stands behind the columns. */
  readonly end: (db: Kysely<AnyTables>) => Promise<string>
  /** Drops one that an earlier transaction of the connection has left, and ends no transaction. */
  readonly drop?: string
}

const words: Readonly<Record<Dialect, Words>> = {
  postgres: { typeOf: copyType, end: async () => ' on commit drop' },
  mysql: {
    typeOf: mysqlType,
    rowKey: mysqlRowKey,
    end: async (db) => ` character set utf8mb4 collate ${await exactCollation(db)}`,
    drop: 'drop temporary table if exists',
  },
  sqlite: { typeOf: () => '', end: async () => '', drop: 'drop table if exists' },
}

/** Makes the temporary table, empty, of columns that give back every value as it is. */
export async function makeStaged(
  db: Kysely<AnyTables>,
  dialect: Dialect,
  columns: readonly Column[],
): Promise<void> {
  const { typeOf, rowKey, end, drop } = words[dialect]
  const lines = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(typeOf(column))}`)
  const names = columns.map(({ name }) => name)
  const keys = rowKey === undefined ? [] : await rowKey(db, names)
  if (drop !== undefined) await sql`${sql.raw(drop)} ${tableId(staged)}`.execute(db)
  await sql`create temporary table ${tableId(staged)} (${sql.join([...lines, ...keys])})${sql.raw(await end(db))}`.execute(
    db,
  )
}
