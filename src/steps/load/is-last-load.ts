import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import type { Connection, Databases } from '../../ports/ports.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
import { tableId } from '../sql/identifier.ts'
import type { LoadKey } from './ledger.ts'
import { parseTable } from './table-name.ts'

interface Where {
  readonly databases: Databases
  readonly connection: Connection
  readonly workspace: string
  readonly signal: AbortSignal
}

/**
 * Whether the last load into a table was this one, by the ledger that lies beside it, and the table is there. Writes
 * nothing. Throws what the database refuses, also because there is no such table.
 */
export async function isLastLoad(load: LoadKey, where: Where): Promise<boolean> {
  const { databases, connection, workspace, signal } = where
  const path = sqlitePath(connection.url)
  if (path !== undefined && !existsSync(resolve(workspace, path))) return false
  await using database = await databases.open(connection, workspace, signal)
  return await database.transaction(undefined, async ({ db }) => {
    await sql`select 1 from ${tableId(parseTable(load.target))} where 1 = 0`.execute(db)
    const last = await db
      .selectFrom('_millrace_loads')
      .select(['pipeline', 'step', 'run'])
      .where('target', '=', load.target)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return last?.['pipeline'] === load.pipeline && last['step'] === load.step && last['run'] === load.run
  })
}
