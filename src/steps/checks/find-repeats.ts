import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { counted } from '../../text/quantities.ts'
import { tableId } from '../sql/identifier.ts'
import type { Checked, Finding } from './checked.ts'
import { formatRow, maxSamples } from './samples.ts'

/** What no column of a key is called by chance. */
const times = 'millrace_times'

/** Keys that more than one row has; a null is no key. `compared` is what they are compared by, where that is not the value itself. */
export async function findRepeats(
  { columns }: { readonly columns: readonly string[] },
  {
    transaction: { db },
    table,
    mask,
    columns: types,
  }: Pick<Checked, 'transaction' | 'table' | 'mask' | 'columns'>,
  compared: readonly RawBuilder<unknown>[] = columns.map((column) => sql.id('s', column)),
): Promise<Finding> {
  const key = sql.join(compared)
  const named = columns.map((column, index) => sql`${compared[index]} as ${sql.id(column)}`)
  const repeats = sql`select ${sql.join(named)}, count(*) as ${sql.id(times)} from ${tableId(table)} as s
    where ${areWhole(columns)} group by ${key} having count(*) > 1`
  const { rows: counts } = await sql<{ found: unknown }>`
    select count(*) as found from (${repeats}) as q`.execute(db)
  const found = Number(counts[0]?.found)
  if (found === 0) return null
  const { rows } = await sql<Record<string, unknown>>`
    ${repeats} order by ${key} limit ${sql.lit(maxSamples)}`.execute(db)
  const examples = rows.map(
    ({ [times]: often, ...row }) => `(${formatRow(row, mask, types)}) ${Number(often)}×`,
  )
  return `unique [${columns.join(', ')}]: ${counted(found, 'key')} more than once, e.g. ${examples.join(', ')}`
}

/** The condition under which no column of `s` is null. */
export function areWhole(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(
    columns.map((column) => sql`${sql.id('s', column)} is not null`),
    sql` and `,
  )
}
