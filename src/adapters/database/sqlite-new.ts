import { constants, existsSync, lstatSync } from 'node:fs'
import { chmod, chown, copyFile, link, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createTable, quoteName } from '../../dataset/create-table.ts'
import type { Dataset } from '../../dataset/column.ts'
import { pageSize } from '../../dataset/file-format/page-allocator.ts'
import type { SqliteEngine, SqliteSession } from '../../ports/sqlite.ts'

/** Of a folder: what is made in it is its group's. */
const setgid = 0o2000

/** What the dataset's table is called when `work` begins. */
export const rowsTable = '_millrace_rows'

/** Where a database is to be, where its draft is made, and by what; aborted, it is not made. */
export interface NewSqlite {
  readonly path: string
  readonly draft: string
  readonly engine: SqliteEngine
  readonly signal: AbortSignal
}

/** Databases that are being made by this process, by their paths: what else comes waits and finds them there. */
const underWay = new Map<string, Promise<void>>()

/**
 * Makes a database that is not there yet: of a copy of the dataset's file, which `work` makes what it is to be, and which
 * then gets its name at once, safe on the disk. `undefined`, where there is one, the file holds more than the dataset's
 * rows, or somebody else was quicker: then nothing is left of it.
 */
export async function inNewSqlite<T>(
  place: NewSqlite,
  dataset: Dataset,
  work: (session: SqliteSession) => Promise<T>,
): Promise<T | undefined> {
  const { path, draft } = place
  for (let other = underWay.get(path); other !== undefined; other = underWay.get(path)) await other
  if (path === ':memory:' || isThere(path)) return undefined
  const { promise, resolve } = Promise.withResolvers<void>()
  underWay.set(path, promise)
  try {
    return await makeNew(place, dataset, work)
  } finally {
    await rm(draft, { force: true })
    underWay.delete(path)
    resolve()
  }
}

async function makeNew<T>(
  place: NewSqlite,
  dataset: Dataset,
  work: (session: SqliteSession) => Promise<T>,
): Promise<T | undefined> {
  const { path, draft } = place
  if (!(await succeeds(copy(dataset.path, draft, dirname(path))))) return undefined
  const result = await fill(place, dataset, work)
  return result !== undefined && (await succeeds(publish(draft, path))) ? result.value : undefined
}

async function fill<T>(
  { engine, draft, signal }: NewSqlite,
  dataset: Dataset,
  work: (session: SqliteSession) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  await using session = await engine.open({ path: draft, functions: true, unpublished: true }, signal)
  if (!(await holdsOnly(session, dataset))) return undefined
  await session.query({ sql: 'pragma application_id = 0' })
  await session.query({
    sql: `alter table ${quoteName(dataset.tableName ?? dataset.name)} rename to ${rowsTable}`,
  })
  return { value: await work(session) }
}

/** The copy belongs to whom a file made in the folder would, and may be read and written by the same. */
async function copy(from: string, to: string, folder: string): Promise<void> {
  await using file = await open(to, 'wx')
  const { mode, uid } = await file.stat()
  await copyFile(from, to, constants.COPYFILE_FICLONE)
  await chmod(to, mode)
  const place = await stat(folder)
  if ((place.mode & setgid) !== 0) await chown(to, uid, place.gid)
}

/** Journals that were left behind belong to a database that was moved: whoever opens it is to say so. */
function isThere(path: string): boolean {
  return (
    lstatSync(path, { throwIfNoEntry: false }) !== undefined ||
    ['-journal', '-wal'].some((ending) => existsSync(path + ending))
  )
}

/** Whether the file is as our own writer makes it: nothing but the dataset's rows, all of them. */
async function holdsOnly(session: SqliteSession, { rows, columns, ...dataset }: Dataset): Promise<boolean> {
  const { name, tableName = name } = dataset
  const { rows: schema } = await session.query({ sql: 'select name, sql from sqlite_schema' })
  const [only] = schema
  if (schema.length !== 1 || only?.['name'] !== tableName || only['sql'] !== createTable(tableName, columns))
    return false
  const table = quoteName(tableName)
  const { rows: found } = await session.query({
    sql: `select page_size as size, freelist_count as free, encoding, (select max(rowid) from ${table}) as last
      from pragma_page_size, pragma_freelist_count, pragma_encoding`,
  })
  const { size, free, encoding, last } = found[0] ?? {}
  if (size !== pageSize || free !== 0 || encoding !== 'UTF-8') return false
  // Rows are numbered from 1 on; where some were taken out they are counted.
  if (Number(last ?? 0) === rows) return true
  const { rows: counted } = await session.query({ sql: `select count(*) as n from ${table}` })
  return counted[0]?.['n'] === rows
}

/** The name is given last, and to nothing that has another already: a link is refused where a renaming would replace. */
async function publish(draft: string, path: string): Promise<void> {
  await flush(draft)
  await link(draft, path)
  await flush(dirname(path)).catch(() => {})
}

async function flush(path: string): Promise<void> {
  await using file = await open(path)
  await file.sync()
}

async function succeeds(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}
