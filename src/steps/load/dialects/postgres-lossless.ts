import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { type CopyType, copyType } from '../../../dataset/encode/encode-copy.ts'
import { quoteName } from '../../../dataset/create-table.ts'
import type { ColumnPair } from './dialect.ts'
import { baseOf, isExact, lostText, printed } from './postgres-lossless-text.ts'

const floats = new Set(['real', 'double precision'])
const integers: Readonly<Record<string, readonly [least: string, most: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}
const numbers = new Set(['bigint', 'numeric', 'double precision'])
const names = new Set(['name', '"char"'])

/** Take any value's text as it is. */
const openTexts = new Set(['text', 'character varying', 'citext'])

/** What a cast would cut, round, or fail at without naming the column. */
export function lostInPostgres(pair: ColumnPair): RawBuilder<unknown> | undefined {
  const { source, target } = pair
  const staged = copyType(source)
  const type = baseOf(target)
  if (type === staged || openTexts.has(type)) return undefined
  if (staged === 'text') return lostText(pair, printed)
  const column = sql.id(source.name)
  return isExact(type) ? lostValue(column, staged, type) : lostInOwn(column, staged, type)
}

function lostValue(
  column: RawBuilder<unknown>,
  staged: CopyType,
  type: string,
): RawBuilder<unknown> | undefined {
  if (staged === 'timestamp' && type === 'timestamp without time zone') return undefined
  if (staged === 'timestamptz' && type === 'timestamp with time zone') return undefined
  const cast = sql`cast(${column} as ${sql.raw(type)})`
  if (floats.has(type)) return sql`${digits(column)} is distinct from ${digits(cast)}`
  if (names.has(type)) return sql`cast(${column} as text) is distinct from cast(${cast} as text)`
  const changed = sql`${column} is distinct from cast(${cast} as ${sql.raw(staged)})`
  const outside = numbers.has(staged) ? outsideOf(column, type) : undefined
  return outside === undefined ? changed : sql`case when ${outside} then true else ${changed} end`
}

/** Of the types that have no name in the standard, those that a number can be cast to. */
function lostInOwn(
  column: RawBuilder<unknown>,
  staged: CopyType,
  type: string,
): RawBuilder<unknown> | undefined {
  if (type === 'money') return sql`${column} <> cast(cast(${column} as money) as numeric)`
  return type.startsWith('bit(') && staged === 'bigint'
    ? sql`${column} <> cast(cast(${column} as ${sql.raw(type)}) as bigint)`
    : undefined
}

/** A number with the digits it is read back with: a cast of a float to a number would keep fewer of them. */
function digits(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cast(cast(${value} as text) as numeric)`
}

function outsideOf(column: RawBuilder<unknown>, type: string): RawBuilder<unknown> | undefined {
  const range = integers[type]
  if (range !== undefined) return sql`${column} not between ${sql.raw(range[0])} and ${sql.raw(range[1])}`
  const [, precision, scale = '0'] = /^numeric\((\d+),(-?\d+)\)$/u.exec(type) ?? []
  if (precision === undefined) return undefined
  return sql`abs(round(cast(${column} as numeric), ${sql.raw(scale)})) >= ${sql.raw(`1e${Number(precision) - Number(scale)}`)}`
}

/** A number is widened to hold every number of the dataset, a text to hold every text, and both what is there. */
export function postgresWidened(table: string, { source, target }: ColumnPair): string {
  const base = baseOf(target)
  const type = widerType(copyType(source), base)
  const name = quoteName(source.name)
  const digitsKept = floats.has(base) && type === 'numeric' ? '::text' : ''
  return `alter table ${table} alter column ${name} type ${type} using ${name}${digitsKept}::${type}`
}

function widerType(staged: CopyType, base: string): CopyType {
  if (/^character|^name$|^"char"$/u.test(base)) return 'text'
  return staged === 'bigint' && (floats.has(base) || base.startsWith('numeric')) ? 'numeric' : staged
}
