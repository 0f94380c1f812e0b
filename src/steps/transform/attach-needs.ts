import { foldName, quoteName } from '../../dataset/create-table.ts'
import type { Dataset } from '../../dataset/column.ts'
import type { SqliteSession } from '../../ports/sqlite.ts'
import { type Attachment, distinct, schemaOf } from '../sql/attachments.ts'
import { evenColumns, unevenTimes } from '../sql/even-times.ts'
import { sqlTokens } from '../sql/tokens.ts'

/**
 * What a step knows a table by, where that is not the table's own name: a table of a pipeline that is used, or of this
 * one when it is used itself. And a name may hold dashes, which SQL wants quoted: `daily-sales` can also be called
 * `daily_sales`.
 */
export async function addAliases(session: SqliteSession, needs: readonly Dataset[]): Promise<void> {
  const taken = new Set<string>()
  const add = async (alias: string, table: string) => {
    if (taken.has(alias)) return
    taken.add(alias)
    if (alias === table) return
    await session.query({ sql: `create temp view ${quoteName(alias)} as select * from ${quoteName(table)}` })
  }
  for (const { name, tableName = name } of needs) await add(name, tableName)
  for (const { name, tableName = name } of needs) await add(name.replaceAll('-', '_'), tableName)
}

/**
 * Puts before each need whose zoned times are not all of one length one where they are, so that they sort. To be called
 * when the columns of the query are known: SQLite says where one comes from only if nothing was done to it.
 */
export async function evenTimes(
  session: SqliteSession,
  query: string,
  { needs, attached }: { readonly needs: readonly Dataset[]; readonly attached: readonly Attachment[] },
): Promise<void> {
  for (const need of distinct(needs)) {
    const { name, tableName = name, columns } = need
    const table = `${schemaOf(need, attached)}.${quoteName(tableName)}`
    const ask = async (sql: string) => (await session.query({ sql })).rows
    const uneven = await unevenTimes(query, { columns, table }, ask)
    if (uneven.size === 0) continue
    const kind = asksForRowid(query) ? 'table' : 'view'
    const names = columns.map((column) => column.name)
    const even = `select ${evenColumns(names, uneven)} from ${table}`
    await session.query({ sql: `create temp ${kind} ${quoteName(tableName)} as ${even}` })
  }
}

const rowids = new Set(['rowid', '_rowid_', 'oid'])

/** Which a view has not. */
function asksForRowid(query: string): boolean {
  return sqlTokens(query).some(({ name }) => name !== undefined && rowids.has(foldName(name)))
}
