import { type RawBuilder, sql } from 'kysely'
import type { Column } from '../../../dataset/column.ts'
import { type Storage, storageOf } from '../../../dataset/create-table.ts'
import type { ColumnPair, TargetColumn } from './dialect.ts'
import { affinityOf } from './sqlite-affinity.ts'

/** What the column's affinity would round or take for a number, and what a strict table refuses without naming the value. */
export function lostInSqlite({ source, target }: ColumnPair): RawBuilder<unknown> | undefined {
  const column = sql.id(source.name)
  switch (affinityOf(target)) {
    case 'none':
      return target.strict === true && /blob/iu.test(target.type) ? sql`${column} is not null` : undefined
    case 'text':
      // Before version 3.53 15 digits of it are printed.
      return source.type === 'real' ? sql`cast(cast(${column} as text) as real) <> ${column}` : undefined
    case 'real':
    case 'integer':
    case 'numeric':
    default:
      return lostInNumbers[storageOf(source)](column, source, target)
  }
}

type Lost = (
  column: RawBuilder<unknown>,
  source: Column,
  target: TargetColumn,
) => RawBuilder<unknown> | undefined

const lostInNumbers: Readonly<Record<Storage, Lost>> = {
  INTEGER: (column, _source, target) =>
    affinityOf(target) === 'real' ? sql`cast(cast(${column} as real) as integer) <> ${column}` : undefined,
  REAL: (column, _source, target) =>
    isStrictInteger(target) ? sql`cast(cast(${column} as integer) as real) <> ${column}` : undefined,
  TEXT: (column, source, target) =>
    source.type === 'decimal' ? lostDecimal(column, target) : lostText(column, target),
}

/** Any other column keeps a fraction though it is declared as one of integers. */
function isStrictInteger(target: TargetColumn): boolean {
  return target.strict === true && affinityOf(target) === 'integer'
}

/** A float keeps 15 digits: the number is the same, whatever zeros stood behind it. */
function lostDecimal(column: RawBuilder<unknown>, target: TargetColumn): RawBuilder<unknown> {
  const isLong = sql`length(trim(replace(ltrim(${column}, '+-'), '.', ''), '0')) > 15`
  if (!isStrictInteger(target)) return isLong
  const whole = sql`iif(instr(${column}, '.') > 0, rtrim(rtrim(${column}, '0'), '.'), ${column})`
  return sql`${isLong} or cast(cast(${column} as integer) as text) <> ${whole}`
}

/** A number in text: what a column of numbers would silently turn into one. */
const numeric = String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`

/** A strict column takes no text that is none; another keeps it. */
function lostText(column: RawBuilder<unknown>, target: TargetColumn): RawBuilder<unknown> {
  const isNumber = sql`regexp(${numeric}, ${column})`
  const isOther = sql`cast(cast(${column} as ${sql.raw(isStrictInteger(target) ? 'integer' : 'numeric')}) as text) <> ${column}`
  return target.strict === true
    ? sql`not ${isNumber} or ${isOther}`
    : sql`typeof(${column}) = 'text' and ${isNumber} and ${isOther}`
}
