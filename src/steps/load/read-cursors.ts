import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Connection, Database, Databases } from '../../ports/database.ts'
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
