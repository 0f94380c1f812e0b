import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { storageOf } from '../../dataset/create-table.ts'
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
  checked: Checked,
): Promise<number | undefined> {
  const { transaction, table, rows: all } = checked
  if (measure === 'rows') return all
  const { rows } = await sql<{ found: unknown }>`
    select ${expressionOf(measure, column, checked)} as found from ${tableId(table)}`.execute(transaction.db)
  const found = rows[0]?.found
  if (found === null || found === undefined) return undefined
  const value = Number(found)
  if (measure === 'nulls' || measure === 'distinct') return all === 0 ? undefined : value / all
  return Number.isFinite(value) ? value : undefined
}

function expressionOf(
  measure: Exclude<Measure, 'rows'>,
  column: string,
  checked: Checked,
): RawBuilder<unknown> {
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
      return sql`${sql.raw(isLong(column, checked) ? `decimal_${measure}` : measure)}(${id})`
    case 'sum':
      return sql`sum(${id})`
    default:
      return unreachable(measure)
  }
}

/** A decimal that SQLite keeps as text: it would go by its letters. */
function isLong(name: string, { transaction: { dialect }, columns }: Checked): boolean {
  const column = columns.find((known) => known.name === name)
  return dialect === 'sqlite' && column?.type === 'decimal' && storageOf(column) === 'TEXT'
}
