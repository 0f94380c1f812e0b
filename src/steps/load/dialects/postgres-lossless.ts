import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { copyType } from '../../../dataset/encode/encode-copy.ts'
import { quoteName } from '../../../dataset/create-table.ts'
import type { ColumnPair } from './dialect.ts'

const checkedTypes = /^(?:smallint|integer|bigint|numeric|real|double|boolean|character|date|time)/u
const floats = new Set(['real', 'double precision'])
const integers: Readonly<Record<string, readonly [least: string, most: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}
const numbers = new Set(['bigint', 'numeric', 'double precision'])

/** What a cast would cut, round, or fail at without naming the column. */
export function lostInPostgres({ source, target }: ColumnPair): RawBuilder<unknown> | undefined {
  const staged = copyType(source)
  if (target.type === staged) return undefined
  if (!mayBeRewritten(target.type)) return staged === 'text' ? refused({ source, target }) : undefined
  if (staged === 'timestamp' && target.type === 'timestamp without time zone') return undefined
  if (staged === 'timestamptz' && target.type === 'timestamp with time zone') return undefined
  const column = sql.id(source.name)
  const cast = sql`cast(${column} as ${sql.raw(target.type)})`
  if (floats.has(target.type) && staged !== 'text')
    return sql`${digits(column)} is distinct from ${digits(cast)}`
  const changed = sql`${column} is distinct from cast(${cast} as ${sql.raw(staged)})`
  const outside = numbers.has(staged) ? outsideOf(column, target.type) : undefined
  return outside === undefined ? changed : sql`case when ${outside} then true else ${changed} end`
}

/** Whether the type makes another value of some, and not only refuses them. */
export function mayBeRewritten(type: string): boolean {
  return checkedTypes.test(type)
}

/** Nothing is lost there, but a text may be no value of the type at all. */
function refused({ source, target }: ColumnPair): RawBuilder<unknown> {
  const column = sql.id(source.name)
  return sql`${column} is not null and cast(${column} as ${sql.raw(target.type)}) is null`
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

/** A number is widened to hold every number of the dataset, a text to hold every text. */
export function postgresWidened(table: string, { source, target }: ColumnPair): string {
  const staged = copyType(source)
  const type = staged === 'bigint' && floats.has(target.type) ? 'numeric' : staged
  const name = quoteName(source.name)
  return `alter table ${table} alter column ${name} type ${type} using ${name}::${type}`
}
