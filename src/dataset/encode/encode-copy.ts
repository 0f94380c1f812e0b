import { unreachable } from '../../diagnostic/failure.ts'
import { ByteOut } from '../file-format/byte-out.ts'
import type { Column } from '../column.ts'
import { putNumeric, putScaled } from './copy-numeric.ts'
import { putDate, putTimestamp } from './copy-time.ts'
import { DatasetCursor } from '../file-format/dataset-cursor.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { printDecimal } from '../fields/print-number.ts'

/** The PostgreSQL type that `encodeCopy` encodes a column as; the table copied into must have exactly these. */
export type CopyType =
  | 'bigint'
  | 'text'
  | 'numeric'
  | 'double precision'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'jsonb'

export function copyType(column: Column): CopyType {
  switch (column.type) {
    case 'text':
      return 'text'
    case 'integer':
      return 'bigint'
    case 'decimal':
      return 'numeric'
    case 'real':
      return 'double precision'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'timestamp':
      return column.zoned === true ? 'timestamptz' : 'timestamp'
    case 'json':
      return 'jsonb'
    default:
      return unreachable(column.type)
  }
}

/**
 * The bytes that `COPY table FROM STDIN (FORMAT binary)` expects, for a table of `copyType` columns in this order.
 * Throws a `Failure` (`dataset/value`) for what PostgreSQL cannot hold (a NUL in a text).
 */
export function* encodeCopy(dataset: DatasetReader): Generator<Buffer> {
  const encoder = new CopyEncoder(dataset.columns, new DatasetCursor(dataset))
  yield* encoder.rows()
  yield encoder.end()
}

/** The same in pieces: what a cursor has to give, and more when it has more. */
export class CopyEncoder {
  readonly #out = new ByteOut()
  readonly #cursor: DatasetCursor
  readonly #fields: readonly Encode[]

  constructor(columns: readonly Column[], cursor: DatasetCursor) {
    this.#cursor = cursor
    this.#fields = columns.map(fieldEncoder)
    this.#out.ascii('PGCOPY\n\u00ff\r\n\0')
    this.#out.ascii('\0\0\0\0\0\0\0\0')
  }

  /** The rows from where the cursor stands on, but for what does not fill a chunk. */
  *rows(): Generator<Buffer> {
    const out = this.#out
    const cursor = this.#cursor
    const fields = this.#fields
    while (cursor.next()) {
      out.int16(fields.length)
      for (let column = 0; column < fields.length; column++) {
        if (cursor.isNull(column)) out.int32(-1)
        else fields[column]?.(out, cursor, column)
      }
      if (out.full) yield out.take()
    }
  }

  /** What is left, and the end. */
  end(): Buffer {
    this.#out.int16(-1)
    return this.#out.take()
  }
}

type Encode = (out: ByteOut, cursor: DatasetCursor, column: number) => void

function fieldEncoder(column: Column): Encode {
  const { type, scale, zoned } = column
  switch (type) {
    case 'text':
      return putText
    case 'integer':
      return putBigint
    case 'decimal':
      return decimalEncoder(scale)
    case 'real':
      return putDouble
    case 'boolean':
      return putBoolean
    case 'date':
      return putDate
    case 'timestamp':
      return (out, cursor, at) => putTimestamp(out, cursor, at, zoned === true)
    case 'json':
      return putJson
    default:
      return unreachable(type)
  }
}

const putText: Encode = (out, cursor, column) => {
  const from = cursor.at[column] ?? 0
  if ((cursor.serial[column] ?? 0) <= 9) {
    const text = cursor.serial[column] === 7 ? String(cursor.double(column)) : String(cursor.integer(column))
    out.int32(text.length)
    return out.ascii(text)
  }
  const size = cursor.textSize(column)
  out.int32(size)
  if (!copyWithoutNul(out, cursor, from, size))
    throw cursor.fault(column, 'holds a NUL, which PostgreSQL cannot store', withoutNul)
}

const withoutNul =
  'Take it out at the source, or in a module: `text.replaceAll("\\0", "")`; SQLite does not find it with `replace`'

/** Of a text of more bytes a call that copies, and one that looks, cost less than the bytes. */
const longText = 256

/** Copies and looks in one pass, four bytes at a time, the last ones perhaps twice. */
function copyWithoutNul(out: ByteOut, { bytes, view }: DatasetCursor, start: number, size: number): boolean {
  if (size > longText) {
    out.copy(bytes, start, size)
    return !bytes.subarray(start, start + size).includes(0)
  }
  out.room(size)
  const { view: to, at } = out
  out.at = at + size
  let found = 0
  const last = size - 4
  if (last >= 0) {
    for (let i = 0; i < last; i += 4) {
      const word = view.getInt32(start + i, true)
      to.setInt32(at + i, word, true)
      found |= (word - 0x01010101) & ~word
    }
    const word = view.getInt32(start + last, true)
    to.setInt32(at + last, word, true)
    return ((found | ((word - 0x01010101) & ~word)) & 0x80808080) === 0
  }
  for (let i = 0; i < size; i++) {
    const byte = view.getUint8(start + i)
    to.setUint8(at + i, byte)
    if (byte === 0) return false
  }
  return true
}

const putJson: Encode = (out, cursor, column) => {
  const size = cursor.textSize(column)
  out.int32(size + 1)
  out.byte(1) // the version of the form
  out.copy(cursor.bytes, cursor.at[column] ?? 0, size)
}

const putBigint: Encode = (out, cursor, column) => {
  const value = cursor.integer(column)
  out.int32(8)
  out.room(8)
  if (typeof value === 'bigint') out.at = out.bytes.writeBigInt64BE(value, out.at)
  else out.int64(value)
}

const putDouble: Encode = (out, cursor, column) => {
  out.int32(8)
  out.room(8)
  out.view.setFloat64(out.at, cursor.double(column))
  out.at += 8
}

const putBoolean: Encode = (out, cursor, column) => {
  out.int32(1)
  out.byte(cursor.boolean(column) ? 1 : 0)
}

/** By way of its digits: as a double they are printed first, with their scale. */
function decimalEncoder(scale: number | undefined): Encode {
  const digits = new ByteOut(512)
  return (out, cursor, column) => {
    const from = cursor.at[column] ?? 0
    const text = cursor.isText(column)
    if (!text) {
      const value = cursor.double(column)
      if (!Number.isFinite(value)) throw cursor.fault(column, `is ${value}, which no decimal is`)
      if (scale !== undefined && putScaled(out, value, scale)) return
      digits.at = 0
      printDecimal(digits, value, scale)
    }
    const known = text
      ? putNumeric(out, cursor.bytes, from, from + cursor.textSize(column))
      : putNumeric(out, digits.bytes, 0, digits.at)
    if (!known) throw cursor.fault(column, 'is no decimal')
  }
}
