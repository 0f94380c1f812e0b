import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { unreachable } from '../../diagnostic/failure.ts'
import { tableId } from '../sql/identifier.ts'
import type { Measure, Rule } from './check.ts'
import type { Checked } from './checked.ts'

/** What a number about the rows is kept under in the ledger: `rows`, `mean amount`. */
export function measureName({ measure, column }: Rule & { rule: 'distribution' }): string {
  return column === undefined ? measure : `${measure} ${column}`
}

/** The number now; `undefined` where the rows have none (the mean of nothing). */
export async function takeMeasure(
  { measure, column = '' }: Rule & { rule: 'distribution' },
  { transaction: { db }, table, rows: all }: Checked,
): Promise<number | undefined> {
  if (measure === 'rows') return all
  const { rows } = await sql<{ found: unknown }>`
    select ${expressionOf(measure, column)} as found from ${tableId(table)}`.execute(db)
  const found = rows[0]?.found
  if (found === null || found === undefined) return undefined
  const value = Number(found)
  if (measure === 'nulls' || measure === 'distinct') return all === 0 ? undefined : value / all
  return Number.isFinite(value) ? value : undefined
}

function expressionOf(measure: Exclude<Measure, 'rows'>, column: string): RawBuilder<unknown> {
  const id = sql.id(column)
  switch (measure) {
    case 'nulls':
      return sql`sum(case when ${id} is null then 1 else 0 end)`
    case 'distinct':
      return sql`count(distinct ${id})`
    case 'mean':
      return sql`avg(${id})`
    case 'min':
    case 'max':
    case 'sum':
      return sql`${sql.raw(measure)}(${id})`
    default:
      return unreachable(measure)
  }
}
