import { sql } from 'kysely'
import type { Connection, Databases } from '../../ports/database.ts'
import { tableId } from '../sql/identifier.ts'
import { isFileGone } from './is-table-there.ts'
import type { LoadKey } from './ledger.ts'
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
  return await database.transaction(undefined, async ({ db }) => {
    await sql`select 1 from ${tableId(parseTable(load.target))} where 1 = 0`.execute(db)
    const own = sql`pipeline = ${load.pipeline} and step = ${load.step} and run = ${load.run}`
    const { rows } = await sql<{ mode: unknown; own: unknown }>`
      select mode, case when ${own} then 1 else 0 end as own from _millrace_loads where target = ${load.target}
        and at >= (select at from _millrace_loads where target = ${load.target} and ${own})
      order by at desc`.execute(db)
    const at = rows.findIndex((row) => Number(row.own) === 1)
    const since = rows.slice(0, at)
    if (rows[at]?.mode === 'append') return !since.some(({ mode }) => mode === 'replace')
    return at === 0
  })
}
