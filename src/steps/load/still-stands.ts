import { sql } from 'kysely'
import type { Connection, Databases } from '../../ports/database.ts'
import { tableId } from '../sql/identifier.ts'
import { isFileGone } from './is-table-there.ts'
import type { LoadKey } from './ledger.ts'
import { sameTargets } from './same-targets.ts'
import { parseTable } from './table-name.ts'

interface Where {
  readonly databases: Databases
  readonly connection: Connection
  readonly workspace: string
  readonly signal: AbortSignal
}

/**
 * Whether what a load put into a table is what running it again would leave there, by the ledger that lies beside the
 * table, and the table is there: nobody has loaded into it since, or, of rows that were appended, put others in place of
 * all. Writes nothing. Throws what the database refuses, also because there is no such table.
 */
export async function stillStands(load: LoadKey, where: Where): Promise<boolean> {
  const { databases, connection, workspace, signal } = where
  if (isFileGone(connection, workspace)) return false
  await using database = await databases.open(connection, workspace, signal)
  return await database.transaction(undefined, async (transaction) => {
    const { db } = transaction
    await sql`select 1 from ${tableId(parseTable(load.target))} where 1 = 0`.execute(db)
    const own = sql`pipeline = ${load.pipeline} and step = ${load.step} and run = ${load.run} and target = ${load.target}`
    const { rows: entries } = await sql<{ mode: string; at: string }>`
      select mode, at from _millrace_loads where ${own}`.execute(db)
    const [entry] = entries
    if (entry === undefined) return false
    const isUndoing = entry.mode === 'append' ? sql`mode = 'replace'` : sql`not (${own})`
    const { rows } = await sql<{ target: string }>`
      select distinct target from _millrace_loads where at >= ${entry.at} and ${isUndoing}`.execute(db)
    const targets = rows.map(({ target }) => target)
    return (await sameTargets(transaction, load.target, targets)).length === 0
  })
}
