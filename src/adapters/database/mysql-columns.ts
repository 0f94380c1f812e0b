import type { FieldPacket } from 'mysql2'
import type { Column } from '../../dataset/column.ts'
import type { FieldText } from './text-rows.ts'

/** Numbers of the types in MySQL's protocol. */
const tiny = 1
const bit = 16
const decimalTypes = new Set([0, 246])
const jsonType = 245
const geometry = 255
const vector = 242
const typeOf: Readonly<Record<number, Column['type']>> = {
  2: 'integer',
  3: 'integer',
  4: 'real',
  5: 'real',
  7: 'timestamp',
  8: 'integer',
  9: 'integer',
  10: 'date',
  12: 'timestamp',
  13: 'integer',
  14: 'date',
  16: 'integer',
  245: 'json',
}

const timestampType = 7
const unsigned = 32
const binaryCharset = 63
const finest = 6

/** How the bytes of a field become text, or that they are it. */
type ToText = (bytes: Buffer) => FieldText

export interface SelectedField {
  readonly column: Column
  readonly text: ToText
}

/**
 * The column that a result's field becomes. What has no type of ours is text as MySQL prints it; bytes are `\x` and
 * their hexadecimal digits, as PostgreSQL prints them.
 */
export function selectedField(field: FieldPacket): SelectedField {
  const { name, columnType = 0 } = field
  if (columnType === bit) return { column: { name, type: 'integer' }, text: bitText }
  const column = columnOf(field, columnType)
  const isBytes =
    column.type === 'text' &&
    (field.characterSet === binaryCharset || columnType === geometry || columnType === vector)
  return { column, text: isBytes && isBlob(columnType) ? hexText : utf8Text }
}

function columnOf(field: FieldPacket, columnType: number): Column {
  const { name, decimals, columnLength = 0, extendedFormat } = field
  if (columnType === jsonType || extendedFormat === 'json') return { name, type: 'json' }
  if (columnType === tiny) return { name, type: columnLength === 1 ? 'boolean' : 'integer' }
  if (decimalTypes.has(columnType)) return { name, type: 'decimal', ...digitsOf(field) }
  const type = typeOf[columnType] ?? 'text'
  if (type !== 'timestamp') return { name, type }
  return { name, type, zoned: columnType === timestampType, scale: Math.min(decimals, finest) }
}

/** A table's own column is taken at its word. What is computed is given room for more digits, or fewer, than it will have. */
function digitsOf({ flags, decimals, columnLength = 0, orgTable }: FieldPacket): {
  precision?: number
  scale: number
} {
  if (orgTable === '') return { scale: decimals }
  const sign = typeof flags === 'number' && (flags & unsigned) !== 0 ? 0 : 1
  return { precision: columnLength - sign - (decimals > 0 ? 1 : 0), scale: decimals }
}

/** Strings and blobs; numbers and times have the binary character set too. */
function isBlob(columnType: number): boolean {
  return columnType >= 249 || columnType === 15 || columnType === vector
}

const utf8Text: ToText = (bytes) => bytes
const hexText: ToText = (bytes) => `\\x${bytes.toString('hex')}`
const bitText: ToText = (bytes) => String(bytes.length === 0 ? 0 : BigInt(`0x${bytes.toString('hex')}`))
