import { unreachable } from '../../diagnostic/failure.ts'
import { ByteOut } from '../file-format/byte-out.ts'
import type { Column, ColumnType } from '../column.ts'
import { DatasetCursor } from '../file-format/dataset-cursor.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { decimalScale, mostDecimalDigits } from './mysql-type.ts'
import { decimal, scanDecimal } from '../fields/number-field.ts'
import { printDecimal, printDouble, printInteger } from '../fields/print-number.ts'
import { inShape, isDate, scanTimestamp, timestamp } from '../fields/time-field.ts'

const tab = 9
const newline = 10
const quote = 39
const comma = 44
const backslash = 92

/** How MySQL is to read what `encodeLoadData` writes: UTF-8, as it keeps it, so that it has nothing to convert. */
export const loadDataFormat = String.raw`character set binary fields terminated by '\t' escaped by '\\' lines terminated by '\n'`

/**
 * The text that `LOAD DATA` reads into a table of `mysqlType` columns in this order, by `loadDataFormat`. Throws a
 * `Failure` (`dataset/value`) for what MySQL cannot hold: it would round or cut without a word.
 */
export function* encodeLoadData(dataset: DatasetReader): Generator<Buffer> {
  const encoder = new LoadDataEncoder(dataset.columns, new DatasetCursor(dataset))
  yield* encoder.rows()
  yield* encoder.rest()
}

/** The same in pieces: what a cursor has to give, and more when it has more. */
export class LoadDataEncoder {
  readonly #out = new ByteOut()
  readonly #cursor: DatasetCursor
  readonly #fields: readonly Print[]

  constructor(columns: readonly Column[], cursor: DatasetCursor) {
    this.#cursor = cursor
    this.#fields = columns.map(fieldPrinter)
  }

  /** The rows from where the cursor stands on, but for what does not fill a chunk. */
  *rows(): Generator<Buffer> {
    const out = this.#out
    const cursor = this.#cursor
    const fields = this.#fields
    while (cursor.next()) {
      for (let column = 0; column < fields.length; column++) {
        if (column > 0) out.byte(tab)
        if (cursor.isNull(column)) out.ascii('\\N')
        else fields[column]?.(out, cursor, column)
      }
      out.byte(newline)
      if (out.full) yield out.take()
    }
  }

  /** What is left of whole rows. */
  *rest(): Generator<Buffer> {
    if (this.#out.at > 0) yield this.#out.take()
  }
}

/** The same rows as `(…), (…)` to stand behind `insert into t values`, some hundred of kilobytes a time. */
export function* encodeValues(dataset: DatasetReader): Generator<Buffer> {
  const out = new ByteOut()
  const cursor = new DatasetCursor(dataset)
  const fields = dataset.columns.map((column) => quoted(fieldPrinter(column), isBare.has(column.type)))
  while (cursor.next()) {
    if (out.at > 0) out.byte(comma)
    out.byte(40)
    for (let column = 0; column < fields.length; column++) {
      if (column > 0) out.byte(comma)
      if (cursor.isNull(column)) out.ascii('NULL')
      else fields[column]?.(out, cursor, column)
    }
    out.byte(41)
    if (out.full) yield out.take()
  }
  if (out.at > 0) yield out.take()
}

const isBare: ReadonlySet<ColumnType> = new Set(['integer', 'boolean', 'decimal', 'real'])

function quoted(print: Print, bare: boolean): Print {
  if (bare) return print
  return (out, cursor, column) => {
    out.byte(quote)
    print(out, cursor, column)
    out.byte(quote)
  }
}

type Print = (out: ByteOut, cursor: DatasetCursor, column: number) => void

function fieldPrinter(column: Column): Print {
  switch (column.type) {
    case 'integer':
      return (out, cursor, at) => printInteger(out, cursor.integer(at))
    case 'real':
      return printReal
    case 'boolean':
      return (out, cursor, at) => out.byte(cursor.boolean(at) ? 49 : 48)
    case 'decimal':
      return decimalPrinter(column)
    case 'date':
      return printDate
    case 'timestamp':
      return printTimestamp
    case 'text':
    case 'json':
      return printText
    default:
      return unreachable(column.type)
  }
}

const printReal: Print = (out, cursor, column) => printDouble(out, cursor.double(column))

/** A text column of a foreign table may hold numbers too. */
const printText: Print = (out, cursor, column) => {
  const serial = cursor.serial[column] ?? 0
  if (serial === 7) return printReal(out, cursor, column)
  if (serial <= 9) return printInteger(out, cursor.integer(column))
  putEscaped(out, cursor.bytes, cursor.at[column] ?? 0, cursor.textSize(column))
}

/** What would end a field, a row or a text, and the NUL, behind a backslash. */
function putEscaped(out: ByteOut, from: Buffer, start: number, size: number): void {
  out.room(2 * size)
  const { bytes } = out
  let { at } = out
  for (let i = start; i < start + size; i++) {
    const byte = from[i] ?? 0
    if (mayEnd[byte] === 1) bytes[at++] = backslash
    bytes[at++] = byte === 0 ? 48 : byte
  }
  out.at = at
}

const mayEnd = new Uint8Array(256)
for (const byte of [0, tab, newline, quote, backslash]) mayEnd[byte] = 1

/** MySQL drops the digits behind the point that its type has no room for, and only notes it. */
function decimalPrinter(column: Column): Print {
  const scale = decimalScale(column)
  const digits = new ByteOut(512)
  return (out, cursor, at) => {
    if (!cursor.isText(at)) {
      const value = cursor.double(at)
      if (!Number.isFinite(value)) throw cursor.fault(at, `is ${value}, which no decimal is`)
      digits.at = 0
      printDecimal(digits, value, column.scale)
    }
    const [bytes, from, size] = cursor.isText(at)
      ? [cursor.bytes, cursor.at[at] ?? 0, cursor.textSize(at)]
      : [digits.bytes, 0, digits.at]
    if (!scanDecimal(bytes, from, from + size)) throw cursor.fault(at, 'is no decimal')
    if (decimal.fraction > scale || decimal.whole > mostDecimalDigits - scale)
      throw cursor.fault(
        at,
        `has more digits than MySQL can store: ${bytes.toString('latin1', from, from + size)}`,
      )
    out.copy(bytes, from, size)
  }
}

const printDate: Print = (out, cursor, column) => {
  const size = cursor.textSize(column)
  const at = cursor.at[column] ?? 0
  if (!isDate(cursor.bytes, at, at + size)) throw cursor.fault(column, `is no date: ${cursor.text(column)}`)
  out.copy(cursor.bytes, at, size)
}

/** In UTC and without its zone, which MySQL's type does not keep. */
const printTimestamp: Print = (out, cursor, column) => {
  const size = cursor.textSize(column)
  const at = cursor.at[column] ?? 0
  const { bytes } = cursor
  if (!scanTimestamp(bytes, at, at + size))
    throw cursor.fault(column, `is no timestamp: ${cursor.text(column)}`)
  const { fraction, zone, timeEnd } = timestamp
  if (fraction > 6 && !/^0+$/.test(bytes.toString('latin1', timeEnd - fraction + 6, timeEnd)))
    throw cursor.fault(column, `has more than microseconds, which MySQL cannot store: ${cursor.text(column)}`)
  if (zone !== 'offset') return out.copy(bytes, at, timeEnd - at)
  const text = inShape(bytes, at, { separator: 0x20, fraction: Math.min(fraction, 6), zoned: true })
  if (text === undefined)
    throw cursor.fault(column, `lies outside the years 1 to 9999: ${cursor.text(column)}`)
  out.ascii(text.slice(0, -1))
}
