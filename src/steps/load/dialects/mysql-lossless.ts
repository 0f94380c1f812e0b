import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ColumnType } from '../../../dataset/column.ts'
import { mysqlType } from '../../../dataset/encode/mysql-type.ts'
import { unreachable } from '../../../diagnostic/failure.ts'
import type { ColumnPair } from './dialect.ts'
import { widerDecimal } from './mysql-decimal.ts'
import { lostInFixedFloat, lostInFloat } from './mysql-lossless-float.ts'
import { lostInMysqlsOwn } from './mysql-lossless-own.ts'

/** Bytes a text holds; MySQL says so itself, but not which column of which row. */
const textBytes: Readonly<Record<string, number>> = { tinytext: 255, text: 65_535, mediumtext: 16_777_215 }

/** What is stored as text, and compared by a collation. */
export function isKeptAsText(type: string): boolean {
  return /^(?:var)?char|text|^enum|^set/iu.test(type)
}

/**
 * What MySQL converts without a word though it is strict: `00601` to 601, 1.25 to 1.3, a time to a date. What it
 * refuses by itself (a number out of range) is told here with its column and value.
 */
export function lostInMySql(pair: ColumnPair): RawBuilder<unknown> | undefined {
  const [inType, inLetters] = [lostInType(pair), lostInLetters(pair)]
  return inType === undefined || inLetters === undefined
    ? (inType ?? inLetters)
    : sql`(${inType}) or ${inLetters}`
}

/** The letters that the column's character set does not have. */
function lostInLetters({ source, target: { collation } }: ColumnPair): RawBuilder<unknown> | undefined {
  const [letters = ''] = collation?.split('_', 1) ?? []
  if (source.type !== 'text' || letters === '' || letters === 'utf8mb4') return undefined
  const column = sql.id(source.name)
  const kept = sql`convert(convert(${column} using ${sql.raw(letters)}) using utf8mb4)`
  return sql`cast(${kept} as binary) <> cast(${column} as binary)`
}

function lostInType({ source, target }: ColumnPair): RawBuilder<unknown> | undefined {
  const [, name = '', size, scale] = /^(\w+)(?:\((\d+)(?:,(\d+))?\))?/u.exec(target.type.toLowerCase()) ?? []
  if (mysqlType(source) === target.type.toLowerCase()) return undefined
  const column = sql.id(source.name)
  const integer = integerType(target.type)
  if (integer !== undefined) return lostInInteger(source.type, column, integer)
  if (name === 'decimal') return lostInDecimal(source.type, column, `decimal(${size ?? 10},${scale ?? 0})`)
  if (name === 'double' || name === 'float')
    return scale === undefined
      ? lostInFloat(source, column, name)
      : lostInFixedFloat(source, column, { name, size: Number(size), scale: Number(scale) })
  if (name === 'varchar' || name === 'char') return lostInText(column, name, Number(size ?? 1))
  if (textBytes[name] !== undefined) return sql`length(cast(${column} as char)) > ${sql.lit(textBytes[name])}`
  if (name === 'date') return lostInDate(source.type, column)
  if (name === 'datetime' || name === 'timestamp') return lostInTime(source.type, column, Number(size ?? 0))
  return lostInMysqlsOwn[name]?.(source, target.type)
}

interface IntegerType {
  readonly least: string
  readonly most: string
  readonly cast: 'signed' | 'unsigned'
}

const bits: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  bigint: 64n,
}

function integerType(type: string): IntegerType | undefined {
  const [, name = '', unsigned] = /^(\w+)(?:\(\d+\))?( unsigned)?/iu.exec(type.toLowerCase()) ?? []
  const width = bits[name]
  if (width === undefined) return undefined
  return unsigned === undefined
    ? { least: String(-(2n ** (width - 1n))), most: String(2n ** (width - 1n) - 1n), cast: 'signed' }
    : { least: '0', most: String(2n ** width - 1n), cast: 'unsigned' }
}

function lostInInteger(
  type: ColumnType,
  column: RawBuilder<unknown>,
  { least, most, cast }: IntegerType,
): RawBuilder<unknown> {
  const outside = sql`${column} not between ${sql.raw(least)} and ${sql.raw(most)}`
  switch (type) {
    case 'integer':
    case 'boolean':
      return outside
    case 'decimal':
    case 'real':
      return sql`${outside} or ${column} <> truncate(${column}, 0)`
    case 'text':
      return sql`cast(cast(${column} as ${sql.raw(cast)}) as char) <> ${column} or ${outside}`
    case 'date':
    case 'timestamp':
    case 'json':
      return sql`${column} is not null`
    default:
      return unreachable(type)
  }
}

function lostInDecimal(type: ColumnType, column: RawBuilder<unknown>, target: string): RawBuilder<unknown> {
  const cast = sql`cast(${column} as ${sql.raw(target)})`
  if (type === 'text') return sql`cast(${cast} as char) <> ${column}`
  if (type === 'date' || type === 'timestamp' || type === 'json') return sql`${column} is not null`
  return sql`${cast} <> ${column}`
}

/** Spaces at the end beyond the size are cut without a word, and those of a `char` never come back. */
function lostInText(column: RawBuilder<unknown>, name: string, size: number): RawBuilder<unknown> {
  const long = sql`char_length(cast(${column} as char)) > ${sql.lit(size)}`
  return name === 'char' ? sql`${long} or ${column} like '% '` : long
}

function lostInDate(type: ColumnType, column: RawBuilder<unknown>): RawBuilder<unknown> | undefined {
  if (type === 'date') return undefined
  if (type === 'timestamp') return sql`cast(cast(${column} as date) as datetime(6)) <> ${column}`
  return sql`${column} is not null and not (cast(cast(${column} as date) as char) <=> ${column})`
}

function lostInTime(
  type: ColumnType,
  column: RawBuilder<unknown>,
  digits: number,
): RawBuilder<unknown> | undefined {
  const cast = sql`cast(${column} as datetime(${sql.lit(digits)}))`
  if (type === 'date') return undefined
  if (type === 'timestamp') return digits >= 6 ? undefined : sql`${cast} <> ${column}`
  return sql`${column} is not null and not (cast(${cast} as char) <=> ${column})`
}

/** What is there stays: a text keeps its letters (a key of the table cannot be of any length), a decimal its digits. */
export function mysqlWidened(table: string, pair: ColumnPair, room?: number): string | undefined {
  const { source, target } = pair
  const letters = lostInLetters(pair) === undefined ? '' : ' character set utf8mb4'
  const isExact = source.type === 'decimal' || source.type === 'integer'
  const change = `alter table ${table} modify column \`${source.name.replaceAll('`', '``')}\``
  const type =
    isExact && /^(?:decimal|double|float)/u.test(target.type)
      ? widerDecimal(source, target.type)
      : isKeptAsText(target.type)
        ? 'longtext'
        : mysqlType(source)
  if (type !== 'longtext' || room === undefined) return `${change} ${type}${letters}`
  const [, most] = /^(?:var)?char\((\d+)\)/u.exec(target.type) ?? []
  if (letters === '' && Number(most) >= room) return undefined
  const same = letters === '' && target.collation !== undefined ? ` collate ${target.collation}` : letters
  return `${change} varchar(${room})${same}${target.notNull ? ' not null' : ''}`
}
