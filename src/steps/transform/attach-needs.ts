import { join } from 'node:path'
import { foldName, quoteName } from '../../dataset/create-table.ts'
import type { Dataset } from '../../dataset/column.ts'
import type { SqliteSession } from '../../ports/sqlite.ts'
import { evenColumns, unevenTimes } from '../sql/even-times.ts'
import { sqlTokens } from '../sql/tokens.ts'
import type { StepContext } from '../step.ts'

/** SQLite attaches no more than this. */
const mostAttached = 10

interface Attachment {
  readonly name: string
  readonly path: string
}

/** The needs as files to attach; more than SQLite can attach are copied into one file first. */
export async function attachments(context: StepContext): Promise<Attachment[]> {
  const needs = distinct(Object.values(context.needs))
  const alone = needs.length > mostAttached ? mostAttached - 1 : needs.length
  const attached = needs.slice(0, alone).map(({ path }, index) => ({ name: `need_${index}`, path }))
  if (alone === needs.length) return attached
  return [...attached, { name: 'needs', path: await gather(needs.slice(alone), context) }]
}

async function gather(needs: readonly Dataset[], { scratch, ports, signal }: StepContext): Promise<string> {
  const path = join(scratch, 'needs.sqlite')
  for (const { name, tableName = name, path: need } of needs) {
    await using session = await ports.sqlite.open({ path, attach: [{ name: 'need', path: need }] }, signal)
    const table = quoteName(tableName)
    await session.query({ sql: `create table ${table} as select * from need.${table}` })
  }
  return path
}

/** A dataset may be known by two names: `clean`, and `clean/daily`. */
function distinct(needs: readonly Dataset[]): Dataset[] {
  return [...new Map(needs.map((need) => [need.path, need])).values()]
}

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
  for (const { name, tableName = name, path, columns } of distinct(needs)) {
    const schema = attached.find((each) => each.path === path)?.name ?? 'needs'
    const table = `${schema}.${quoteName(tableName)}`
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
