import { sql } from 'kysely'
import { tableId } from '../sql/identifier.ts'
import type { Check } from './check.ts'
import type { Checked, Finding } from './checked.ts'
import { formatRow, maxSamples } from './samples.ts'
import { counted } from '../../text/quantities.ts'

/** Rows with a null in one of the columns. */
export async function findNulls(
  { columns }: Check & { rule: 'not-null' },
  { transaction: { db }, table, mask, columns: types }: Checked,
): Promise<Finding> {
  const isNull = sql.join(
    columns.map((column) => sql`${sql.id(column)} is null`),
    sql` or `,
  )
  const { rows: counts } = await sql<{ found: unknown }>`
    select count(*) as found from ${tableId(table)} where ${isNull}`.execute(db)
  const found = Number(counts[0]?.found)
  if (found === 0) return null
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${tableId(table)} where ${isNull} limit ${sql.lit(maxSamples)}`.execute(db)
  return `not-null [${columns.join(', ')}]: ${counted(found, 'row')}, e.g. ${rows.map((row) => `(${formatRow(row, mask, types)})`).join(' ')}`
}
