import { type RawBuilder, sql } from 'kysely'
import type { Column } from '../../../dataset/column.ts'

type Lost = (source: Column, target: string) => RawBuilder<unknown> | undefined

/**
 * Of types that only MySQL has, by name: what it would take for something else. A text that an enum does not list is the number of
 * one that it does, the digits of a text are the bits of their letters, and a year of `26` is one of `2026`.
 */
export const lostInMysqlsOwn: Readonly<Record<string, Lost>> = {
  enum: lostInEnum,
  set: lostInSet,
  bit: lostInBits,
  year: lostInYear,
  time: lostInTimeOfDay,
  binary: ({ name }, target) => sql`length(cast(${sql.id(name)} as char)) <> ${sql.lit(sizeOf(target))}`,
}

/** The words of an enum or a set, quoted as the server quotes them. */
function wordsOf(target: string): RawBuilder<unknown>[] {
  return (target.match(/'(?:[^']|'')*'/gu) ?? []).map((word) => sql.raw(word))
}

function sizeOf(target: string, otherwise = 1): number {
  return Number(/\((\d+)\)/u.exec(target)?.[1] ?? otherwise)
}

function isNumber({ type }: Column): boolean {
  return type === 'integer' || type === 'decimal' || type === 'real' || type === 'boolean'
}

/** A number is the place of a word. */
function lostInEnum(source: Column, target: string): RawBuilder<unknown> {
  const column = sql.id(source.name)
  const words = sql.join(wordsOf(target))
  return isNumber(source)
    ? sql`${column} is not null and not (cast(${column} as char) <=> elt(${column}, ${words}))`
    : sql`${column} not in (${words})`
}

/** A set gives its words back in its own order. */
function lostInSet(source: Column, target: string): RawBuilder<unknown> {
  const column = sql.id(source.name)
  if (source.type !== 'text') return sql`${column} is not null`
  const words = wordsOf(target).map((word) => sql`if(find_in_set(${word}, ${column}), ${word}, null)`)
  return sql`concat_ws(',', ${sql.join(words)}) <> ${column}`
}

function lostInBits(source: Column, target: string): RawBuilder<unknown> {
  const column = sql.id(source.name)
  if (!isNumber(source)) return sql`${column} is not null`
  const most = sql.raw(String(2n ** BigInt(sizeOf(target)) - 1n))
  return sql`${column} not between 0 and ${most} or ${column} <> truncate(${column}, 0)`
}

function lostInYear(source: Column): RawBuilder<unknown> {
  const column = sql.id(source.name)
  if (source.type === 'text') return sql`${column} not regexp '^(19|20|21)[0-9]{2}$'`
  if (!isNumber(source)) return sql`${column} is not null`
  return sql`${column} <> 0 and (${column} not between 1901 and 2155 or ${column} <> truncate(${column}, 0))`
}

function lostInTimeOfDay(source: Column, target: string): RawBuilder<unknown> {
  const column = sql.id(source.name)
  if (source.type !== 'text') return sql`${column} is not null`
  const digits = sizeOf(target, 0)
  const fraction = digits === 0 ? '' : `([.][0-9]{1,${digits}})?`
  return sql`${column} not regexp ${sql.lit(`^-?[0-9]{2,3}(:[0-9]{2}){2}${fraction}$`)}`
}
