import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Connection, Database } from '../../ports/ports.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
import { parseTable } from './table-name.ts'
import { readTarget } from './target-table.ts'

/** Whether a database has a table of this name. Writes nothing. */
export function isTableThere(database: Database, table: string): Promise<boolean> {
  return database.transaction(
    undefined,
    async (transaction) => (await readTarget(transaction, parseTable(table))) !== undefined,
  )
}

/** Whether opening the connection would make its database. */
export function isFileGone({ url }: Connection, workspace: string): boolean {
  const path = sqlitePath(url)
  return path !== undefined && !existsSync(resolve(workspace, path))
}
