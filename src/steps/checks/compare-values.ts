import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ColumnType } from '../../dataset/column.ts'
import type { Dialect } from '../../ports/database.ts'
import type { Rule } from './check.ts'
import type { Checked } from './checked.ts'

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
