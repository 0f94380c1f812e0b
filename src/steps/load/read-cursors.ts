import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import type { Connection, Database, Databases, Transaction } from '../../ports/ports.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
import { CursorLedger } from './cursor-ledger.ts'
import { readTarget } from './target-table.ts'
import { parseTable } from './table-name.ts'

/** A load that keeps a cursor, and where. */
export interface CursorPlace {
  /** As `keeperName` has it. */
  readonly step: string
  /** Each of its legs keeps a cursor of its own. */
  readonly isMapped?: boolean
  readonly connection: Connection | undefined
  /** What it loads into; absent: not known yet. */
  readonly table: string | undefined
}

interface At {
  readonly pipeline: string
  readonly source: string
  readonly workspace: string
  readonly databases: Databases
  readonly signal: AbortSignal
}

/**
 * What each of these loads has kept of a source, by its name; `undefined` for one that has kept nothing, or whose table
 * is not there (any more). A load whose legs each keep a cursor is there once for each.
 */
export async function readCursors(
  places: readonly CursorPlace[],
  at: At,
): Promise<ReadonlyMap<string, string | undefined>> {
  const kept = new Map<string, string | undefined>()
  for (const [, beside] of Map.groupBy(places, ({ connection }) => JSON.stringify(connection))) {
    const [{ connection } = { connection: undefined }] = beside
    for (const { step } of beside) kept.set(step, undefined)
    if (connection === undefined || isUnmade(connection, at)) continue
    await using database = await at.databases.open(connection, at.workspace, at.signal)
    await readFrom(database, beside, at, kept)
  }
  return kept
}

async function readFrom(
  database: Database,
  places: readonly CursorPlace[],
  { pipeline, source }: At,
  kept: Map<string, string | undefined>,
): Promise<void> {
  await database.transaction(undefined, async (transaction) => {
    const ledger = new CursorLedger(transaction)
    if (!(await ledger.exists())) return
    const found = await ledger.read({ pipeline, source })
    for (const { step, isMapped = false, table } of places) {
      if (table !== undefined && (await readTarget(transaction, parseTable(table))) === undefined) continue
      const own = [...found].filter(([name]) => (isMapped ? name.startsWith(`${step}[`) : name === step))
      if (own.length > 0) kept.delete(step)
      for (const [name, value] of own) kept.set(name, value)
    }
  })
}

/** Opening it would make it. */
function isUnmade({ url }: Connection, { workspace }: At): boolean {
  const path = sqlitePath(url)
  return path !== undefined && (path === ':memory:' || !existsSync(resolve(workspace, path)))
}

/** What time it is for a database. Throws the `Failure` of one that cannot be asked. */
export async function databaseTime(connection: Connection, at: At): Promise<Date> {
  await using database = await at.databases.open(connection, at.workspace, at.signal)
  const ms = await database.transaction(undefined, (transaction) => epochMs(transaction))
  return new Date(ms)
}

async function epochMs({ db, dialect }: Transaction): Promise<number> {
  const query = {
    sqlite: sql`select cast(unixepoch('subsec') * 1000 as integer) as ms`,
    postgres: sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
    mysql: sql`select floor(unix_timestamp(now(3)) * 1000) as ms`,
  }[dialect]
  const { rows } = await sql<{ ms: unknown }>`${query}`.execute(db)
  return Number(rows[0]?.ms)
}
