import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ColumnType } from '../../dataset/column.ts'
import type { Dialect } from '../../ports/database.ts'
import type { Rule } from './check.ts'
import { evenTime } from '../sql/even-times.ts'
import type { Checked } from './checked.ts'
import { instantOf, timeParameter } from './time-bound.ts'

/** The condition under which a value is none of the list. */
export function isUnlisted(
  { column, values }: Rule & { rule: 'accepted-values' },
  checked: Checked,
): RawBuilder<unknown> {
  return sql`not (${sql.join(
    values.map((value) => compare(column, '=', value, checked)),
    sql` or `,
  )})`
}

/** The condition under which a value lies below or above the range. */
export function isOutside(
  { column, min, max }: Rule & { rule: 'range' },
  checked: Checked,
): RawBuilder<unknown> {
  const sides = [
    ...(min === undefined ? [] : [compare(column, '<', min, checked)]),
    ...(max === undefined ? [] : [compare(column, '>', max, checked)]),
  ]
  return sides.length === 0 ? sql`(1 = 0)` : sql`(${sql.join(sides, sql` or `)})`
}

/** By value, where SQLite would compare by letters: decimals that it keeps as text, and times of several shapes. */
function compare(
  name: string,
  operator: '<' | '>' | '=',
  value: string | number | boolean,
  { transaction: { dialect }, columns }: Checked,
): RawBuilder<unknown> {
  const column = sql.id(name)
  const type = columns.find((known) => known.name === name)?.type ?? 'text'
  const by = sql.raw(operator)
  const instant = type === 'timestamp' ? instantOf(String(value)) : undefined
  if (instant !== undefined)
    return dialect === 'sqlite'
      ? compareTime(name, operator, instant)
      : sql`${column} ${by} ${timeParameter(instant, dialect)}`
  const plain = sql`${column} ${by} ${bound(value, type, dialect)}`
  if (dialect !== 'sqlite' || type !== 'decimal') return plain
  return sql`case typeof(${column}) when 'text'
    then decimal_cmp(${column}, ${plainText(value)}) ${by} 0 else ${plain} end`
}

/** Whatever the column's times are written like; only those of the same day are looked at closely, for that takes longer. */
function compareTime(name: string, operator: '<' | '>' | '=', instant: string): RawBuilder<unknown> {
  const column = sql.id(name)
  const day = instant.slice(0, 10)
  return sql`case when ${column} < ${day} then ${sql.lit(Number(operator === '<'))}
    when ${column} > ${`${day}~`} then ${sql.lit(Number(operator === '>'))}
    else replace(${sql.raw(evenTime(name, 9))}, ' ', 'T') ${sql.raw(operator)} ${instant} end`
}

/** PostgreSQL reads the text of a parameter as the column's type, and no 1.5 as an integer; SQLite compares what it is given. */
function bound(
  value: string | number | boolean,
  type: ColumnType,
  dialect: Dialect,
): RawBuilder<unknown> | string | number {
  if (dialect === 'postgres')
    return type === 'integer' ? sql`cast(${String(value)} as numeric)` : String(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (type === 'text' || type === 'date' || type === 'timestamp' || type === 'json') return String(value)
  return type === 'boolean' ? Number(String(value) === 'true' || value === 1) : Number(value)
}

/** Without an exponent. */
function plainText(value: string | number | boolean): string {
  return typeof value === 'number'
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : String(value)
}
