import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import type { Connection, Database, TableName, Transaction } from '../../ports/database.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
import { parseTable } from './table-name.ts'
import { readTarget } from './target-table.ts'

/** Whether a database has a table of this name, or a view in its place. Writes nothing. */
export function isTableThere(database: Database, table: string): Promise<boolean> {
  return database.transaction(undefined, (transaction) => isTableIn(transaction, parseTable(table)))
}

/** The same where a transaction is open already. */
export function isTableIn(transaction: Transaction, table: TableName): Promise<boolean> {
  return readTarget(transaction, table).then(
    (columns) => columns !== undefined,
    (error: unknown) => isOfOtherKind(error) || Promise.reject(error),
  )
}

/** There is something of that name, into which nothing could be loaded. */
function isOfOtherKind(error: unknown): boolean {
  return error instanceof Failure && error.code === 'table/kind'
}

/** Whether opening the connection would make its database. */
export function isFileGone({ url }: Connection, workspace: string): boolean {
  const path = sqlitePath(url)
  return path !== undefined && !existsSync(resolve(workspace, path))
}
