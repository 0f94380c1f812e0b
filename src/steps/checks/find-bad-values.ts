import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ColumnType } from '../../dataset/column.ts'
import type { Dialect } from '../../ports/ports.ts'
import { tableId } from '../sql/identifier.ts'
import type { Check } from './check.ts'
import type { Checked, Finding } from './checked.ts'
import { formatValue, maxSamples } from './samples.ts'
import { counted } from '../../text/quantities.ts'

type ValueCheck = Check & { rule: 'accepted-values' | 'range' }

/** Values outside a list or a range; nulls are `not-null`'s business. */
export async function findBadValues(check: ValueCheck, checked: Checked): Promise<Finding> {
  const { transaction, table, mask, columns } = checked
  const type = columns.find(({ name }) => name === check.column)
  const column = sql.id(check.column)
  const bad = sql`${column} is not null and ${check.rule === 'range' ? outside(check, checked) : unlisted(check, checked)}`
  const { rows: counts } = await sql<{ found: unknown }>`
    select count(*) as found from ${tableId(table)} where ${bad}`.execute(transaction.db)
  const found = Number(counts[0]?.found)
  if (found === 0) return null
  const { rows } = await sql<{ value: unknown; times: unknown }>`
    select ${column} as "value", count(*) as times from ${tableId(table)} where ${bad}
    group by ${column} order by times desc, ${column} limit ${sql.lit(maxSamples)}`.execute(transaction.db)
  const samples = rows.map(({ value, times }) => `${formatValue(value, mask, type)} (${Number(times)}×)`)
  return `${check.rule} [${check.column}]: ${counted(found, 'row')} with ${describe(check, mask)}: ${samples.join(', ')}`
}

function unlisted(
  { column, values }: Check & { rule: 'accepted-values' },
  checked: Checked,
): RawBuilder<unknown> {
  return sql`not (${sql.join(
    values.map((value) => compare(column, '=', value, checked)),
    sql` or `,
  )})`
}

function outside({ column, min, max }: Check & { rule: 'range' }, checked: Checked): RawBuilder<unknown> {
  const sides = [
    ...(min === undefined ? [] : [compare(column, '<', min, checked)]),
    ...(max === undefined ? [] : [compare(column, '>', max, checked)]),
  ]
  return sql`(${sql.join(sides, sql` or `)})`
}

/** SQLite would compare a decimal that is kept as text by its letters. */
function compare(
  name: string,
  operator: '<' | '>' | '=',
  value: string | number | boolean,
  { transaction: { dialect }, columns }: Checked,
): RawBuilder<unknown> {
  const column = sql.id(name)
  const type = columns.find((known) => known.name === name)?.type ?? 'text'
  const plain = sql`${column} ${sql.raw(operator)} ${bound(value, type, dialect)}`
  if (dialect !== 'sqlite' || type !== 'decimal') return plain
  return sql`case typeof(${column}) when 'text'
    then decimal_cmp(${column}, ${String(value)}) ${sql.raw(operator)} 0 else ${plain} end`
}

/** PostgreSQL reads the text of a parameter as the column's type; SQLite compares what it is given. */
function bound(value: string | number | boolean, type: ColumnType, dialect: Dialect): string | number {
  if (dialect === 'postgres') return String(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (type === 'text' || type === 'date' || type === 'timestamp' || type === 'json') return String(value)
  return type === 'boolean' ? Number(String(value) === 'true' || value === 1) : Number(value)
}

function describe(check: ValueCheck, mask: Checked['mask']): string {
  const shown = (value: unknown) => formatValue(value, mask)
  if (check.rule === 'accepted-values') return `a value that is none of ${check.values.map(shown).join(', ')}`
  if (check.min === undefined) return `a value above ${shown(check.max)}`
  if (check.max === undefined) return `a value below ${shown(check.min)}`
  return `a value outside ${shown(check.min)} to ${shown(check.max)}`
}
