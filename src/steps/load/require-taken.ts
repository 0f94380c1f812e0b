import { type RawBuilder, sql } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import { counted, number } from '../../text/quantities.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import type { Joined, Publication } from './publication.ts'

/**
 * How many of the staged rows are to be written: those that the table has not, and those of which `isOther` holds.
 * `undefined` where nothing keeps rows out of the table without an error: then it takes all that it is given.
 */
export async function countDue(rows: Joined, isOther: RawBuilder<unknown>): Promise<number | undefined> {
  const { transaction, dialect, table, staged, on, words } = rows
  if ((await dialect.droppedBy(transaction, table)).length === 0) return undefined
  const [first = ''] = words.key
  const { rows: counts } = await sql<{ due: unknown }>`
    select count(*) as due from ${tableId(staged)} as s left join ${tableId(table)} as t on ${on}
    where ${sql.id('t', first)} is null or (${isOther})`.execute(transaction.db)
  return Number(counts[0]?.due)
}

/**
 * A table can leave rows out and answer as if all were well. What it has not taken is not told as loaded, nor as
 * unchanged. Throws a `Failure` (`rows/dropped`).
 */
export async function requireTaken(
  { transaction, dialect, table }: Publication,
  { due, taken }: { readonly due: number | undefined; readonly taken: number },
): Promise<void> {
  if (due === undefined || taken >= due) return
  const name = tableText(table)
  const causes = await dialect.droppedBy(transaction, table)
  const cause = causes.length === 0 ? 'what it has beside its columns' : causes.join(', ')
  throw new Failure(
    'rows/dropped',
    `table "${name}" has taken ${number(taken)} of ${counted(due, 'row')} and left the others out without an error`,
    { help: `Look at ${cause} of "${name}"; leave out in a transform what the table does not take` },
  )
}
