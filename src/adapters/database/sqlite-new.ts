import { constants, existsSync, lstatSync } from 'node:fs'
import { chmod, copyFile, link, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createTable, quoteName } from '../../dataset/create-table.ts'
import type { Dataset } from '../../dataset/column.ts'
import { pageSize } from '../../dataset/page-allocator.ts'
import type { SqliteEngine, SqliteSession } from '../../ports/ports.ts'

/** What the dataset's table is called when `work` begins. */
export const rowsTable = '_millrace_rows'

/** Where a database is to be, and where its draft is made. */
export interface NewSqlite {
  readonly path: string
  readonly draft: string
}

/** Databases that are being made by this process, by their paths: what else comes waits and finds them there. */
const underWay = new Map<string, Promise<unknown>>()

/**
 * Makes a database that is not there yet: of a copy of the dataset's file, which `work` makes what it is to be, and which
 * then gets its name at once, safe on the disk. `undefined`, where there is one, the file holds more than the dataset's
 * rows, or somebody else was quicker: then nothing is left of it.
 */
export async function inNewSqlite<T>(
  engine: SqliteEngine,
  { path, draft }: NewSqlite,
  dataset: Dataset,
  work: (session: SqliteSession) => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  await underWay.get(path)?.catch(() => {})
  if (path === ':memory:' || isThere(path)) return undefined
  const made = makeNew(engine, { path, draft }, dataset, work, signal)
  underWay.set(path, made)
  try {
    return await made
  } finally {
    underWay.delete(path)
    await rm(draft, { force: true })
  }
}

async function makeNew<T>(
  engine: SqliteEngine,
  { path, draft }: NewSqlite,
  dataset: Dataset,
  work: (session: SqliteSession) => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  if (!(await succeeds(copy(dataset.path, draft)))) return undefined
  const result = await fill(engine, draft, dataset, work, signal)
  return result !== undefined && (await succeeds(publish(draft, path))) ? result.value : undefined
}

async function fill<T>(
  engine: SqliteEngine,
  draft: string,
  dataset: Dataset,
  work: (session: SqliteSession) => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly value: T } | undefined> {
  await using session = await engine.open({ path: draft, functions: true, unpublished: true }, signal)
  if (!(await holdsOnly(session, dataset))) return undefined
  await session.query({ sql: 'pragma application_id = 0' })
  await session.query({
    sql: `alter table ${quoteName(dataset.tableName ?? dataset.name)} rename to ${rowsTable}`,
  })
  return { value: await work(session) }
}

/** What comes from a cache may be there for reading only. */
async function copy(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE)
  await chmod(to, 0o600 | (await stat(from)).mode)
}

/** Journals that were left behind belong to a database that was moved: whoever opens it is to say so. */
function isThere(path: string): boolean {
  return (
    lstatSync(path, { throwIfNoEntry: false }) !== undefined ||
    ['-journal', '-wal'].some((ending) => existsSync(path + ending))
  )
}

/** Scripts, too, make datasets, and may keep other things in the file, or the same in another way. */
async function holdsOnly(session: SqliteSession, dataset: Dataset): Promise<boolean> {
  const { name, tableName = name, columns } = dataset
  const { rows } = await session.query({ sql: 'select name, sql from sqlite_schema' })
  const { rows: pages } = await session.query({ sql: 'pragma page_size' })
  const [only] = rows
  const isOurs = only?.['name'] === tableName && only['sql'] === createTable(tableName, columns)
  return rows.length === 1 && isOurs && pages[0]?.['page_size'] === pageSize
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
