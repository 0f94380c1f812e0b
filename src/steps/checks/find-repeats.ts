import { sql } from 'kysely'
import { columnIds, tableId } from '../sql/identifier.ts'
import type { Checked, Finding } from './checked.ts'
import { formatRow, maxSamples } from './samples.ts'
import { counted } from '../../text/quantities.ts'

/** Keys that more than one row has; a null is no key. */
export async function findRepeats(
  { columns }: { readonly columns: readonly string[] },
  {
    transaction: { db },
    table,
    mask,
    columns: types,
  }: Pick<Checked, 'transaction' | 'table' | 'mask' | 'columns'>,
): Promise<Finding> {
  const known = sql.join(
    columns.map((column) => sql`${sql.id(column)} is not null`),
    sql` and `,
  )
  const repeats = sql`
    select ${columnIds(columns)}, count(*) as "rows" from ${tableId(table)} where ${known}
    group by ${columnIds(columns)} having count(*) > 1`
  const { rows: counts } = await sql<{
    found: unknown
  }>`select count(*) as found from (${repeats}) as q`.execute(db)
  const found = Number(counts[0]?.found)
  if (found === 0) return null
  const { rows } = await sql<Record<string, unknown>>`
    ${repeats} order by ${columnIds(columns)} limit ${sql.lit(maxSamples)}`.execute(db)
  return `unique [${columns.join(', ')}]: ${counted(found, 'key')} more than once, e.g. ${rows.map((row) => `(${formatRow(row, mask, types)})`).join(' ')}`
}
