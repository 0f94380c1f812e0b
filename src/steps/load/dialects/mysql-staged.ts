import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { columnIds, tableId } from '../../sql/identifier.ts'
import { mysqlRowKey } from '../../sql/mysql-row-key.ts'
import type { ColumnPair, KeptRows } from './dialect.ts'

const ready: TableName = { name: '_millrace_ready' }
const numbered: TableName = { name: '_millrace_numbered' }
const kept: TableName = { name: '_millrace_kept' }

/** What an index takes of a key, in letters: all its columns share 3072 bytes, four for each letter. */
const mostIndexed = 190

/**
 * A copy in the types of the table, with an index by the key: MySQL reads no temporary table twice in a statement, and
 * MariaDB joins without an index by looking at every pair.
 */
export async function readyToJoin(
  { db }: Transaction,
  staged: TableName,
  { pairs, key }: { readonly pairs: readonly ColumnPair[]; readonly key: readonly string[] },
): Promise<TableName> {
  const names = pairs.map(({ source }) => source.name)
  const columns = pairs.map(
    ({ source, target }) => sql`${sql.id(source.name)} ${sql.raw(typeText(target))} null`,
  )
  const lines = [...columns, ...(await mysqlRowKey(db, names)), indexOf(pairs, key)]
  await sql`create temporary table ${tableId(ready)} (${sql.join(lines)})`.execute(db)
  await sql`insert into ${tableId(ready)} (${columnIds(names)}) select ${columnIds(names)}
    from ${tableId(staged)}`.execute(db)
  return ready
}

function typeText({ type, collation }: ColumnPair['target']): string {
  if (collation === undefined) return type
  const [characters = ''] = collation.split('_', 1)
  return `${type} character set ${characters} collate ${collation}`
}

function indexOf(pairs: readonly ColumnPair[], key: readonly string[]) {
  const most = Math.min(mostIndexed, Math.floor(760 / key.length))
  const parts = key.map((name) => {
    const type = pairs.find(({ source }) => source.name === name)?.target.type ?? ''
    const size = /^(?:var)?(?:char|binary)\((\d+)\)/iu.exec(type)?.[1]
    const isLong = /text|blob/iu.test(type) || (size !== undefined && Number(size) > most)
    return isLong ? sql`${sql.id(name)}(${sql.lit(most)})` : sql.id(name)
  })
  return sql`key (${sql.join(parts)})`
}

/** The rows get numbers in the order in which they were staged, which is that of the source. */
export async function keepFirst(
  { db }: Transaction,
  { staged, columns, key, order }: KeptRows,
): Promise<TableName> {
  const columnNames = columns.map(({ name }) => name)
  const names = columnIds(columnNames)
  const keys = await mysqlRowKey(db, columnNames)
  const defined = keys.length === 0 ? sql`` : sql`(${sql.join(keys)}) `
  await sql`create temporary table ${tableId(numbered)} (_millrace_place bigint not null auto_increment primary key)
    select * from ${tableId(staged)}`.execute(db)
  await sql`create temporary table ${tableId(kept)} ${defined}select ${names} from (
      select s.*, row_number() over (partition by ${sql.join(key)} order by ${order}) as _millrace_nth
      from ${tableId(numbered)} as s
    ) as ranked where _millrace_nth = 1`.execute(db)
  return kept
}
