import { type RawBuilder, sql } from 'kysely'
import type { ColumnPair, TargetColumn } from './dialect.ts'

/** A value cast to a type, as PostgreSQL prints it then. */
export type Printed = (value: RawBuilder<unknown>, type: string) => RawBuilder<unknown>

export const printed: Printed = (value, type) => sql`cast(cast(${value} as ${sql.raw(type)}) as text)`

/** Of a domain, the type beneath: only that cuts and rounds, and the domain's own conditions are the table's to judge. */
export function baseOf({ type, base = type }: TargetColumn): string {
  return base
}

/** Names and numbers, which are printed as they were written, or else were another value. */
const exactTypes =
  /^(?:smallint|integer|bigint|numeric|real|double|boolean|character|date|time|name$|"char"$)/u

/** Types that a text is no value of, unless it is printed again as it is. */
export function isExact(type: string): boolean {
  return exactTypes.test(type)
}

/** A text that its column would cut, round or take for another, or that is no value of its type at all. */
export function lostText({ source, target }: ColumnPair, print: Printed): RawBuilder<unknown> {
  const column = sql.id(source.name)
  const base = baseOf(target)
  const made = print(column, base)
  if (isExact(base)) return sql`${column} is distinct from ${made}`
  const other = rewritten(target, column, print)
  const none = sql`${made} is null`
  return sql`${column} is not null and (${other === undefined ? none : sql`${none} or ${other}`})`
}

/**
 * Of what may be written in several ways (`1 day`, `P1D`): whether the value itself is another. A size (`bit(4)`, `interval day`)
 * shows in what the same type would make of it without one.
 */
function rewritten(
  { type, base = type, bare = base }: TargetColumn,
  column: RawBuilder<unknown>,
  print: Printed,
): RawBuilder<unknown> | undefined {
  if (base !== bare) return sql`${print(column, base)} <> ${print(column, bare)}`
  if (base === 'money') return sql`${digitsIn(print(column, base))} <> ${digitsIn(column)}`
  if (base === 'interval') return sql`${column} ~ '[.][0-9]{6}0*[1-9]'`
  return base === 'bytea' ? isEscaped(column) : undefined
}

/** Those that count, whatever marks the place of the point. */
function digitsIn(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`trim(both '0' from regexp_replace(${text}, '[^0-9]', '', 'g'))`
}

/** A backslash in a text of bytes begins an escape, but for the one of `\x` and hexadecimal digits. */
function isEscaped(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(strpos(${column}, chr(92)) > 0 and left(${column}, 2) <> chr(92) || 'x')`
}
