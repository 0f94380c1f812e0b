import { ByteOut } from '../file-format/byte-out.ts'
import type { Column } from '../column.ts'
import { storageOf } from '../create-table.ts'
import { DatasetCursor } from '../file-format/dataset-cursor.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { printDecimal, printDouble, printInteger } from '../fields/print-number.ts'

/** One JSON object a line. Integers and decimals are JSON numbers with all their digits. */
export function* encodeNdjson(dataset: DatasetReader): Generator<Buffer> {
  const out = new ByteOut()
  for (const _ of objects(dataset, out)) {
    out.byte(10)
    if (out.full) yield out.take()
  }
  yield out.take()
}

/** One JSON array, one object a line. */
export function* encodeJson(dataset: DatasetReader): Generator<Buffer> {
  const out = new ByteOut()
  out.ascii('[')
  let between = '\n'
  for (const _ of objects(dataset, out, () => out.ascii(between))) {
    between = ',\n'
    if (out.full) yield out.take()
  }
  out.ascii(dataset.rows === 0 ? ']\n' : '\n]\n')
  yield out.take()
}

/** Prints one row for each step of the generator. */
function* objects(dataset: DatasetReader, out: ByteOut, before?: () => void): Generator<void> {
  const cursor = new DatasetCursor(dataset)
  const prints = dataset.columns.map(fieldPrinter)
  const keys = dataset.columns.map(({ name }, index) =>
    Buffer.from(`${index ? ',' : ''}${JSON.stringify(name)}:`),
  )
  while (cursor.next()) {
    before?.()
    out.byte(0x7b)
    for (let column = 0; column < prints.length; column++) {
      const key = keys[column]
      if (key !== undefined) out.copy(key, 0, key.length)
      if (cursor.isNull(column)) out.ascii('null')
      else prints[column]?.(out, cursor, column)
    }
    out.byte(0x7d)
    yield
  }
}

type Print = (out: ByteOut, cursor: DatasetCursor, column: number) => void

function fieldPrinter(column: Column): Print {
  const { type, scale } = column
  if (type === 'boolean') return (out, cursor, at) => out.ascii(cursor.boolean(at) ? 'true' : 'false')
  if (type === 'integer') return (out, cursor, at) => printInteger(out, cursor.integer(at))
  if (type === 'real') return printReal
  if (type === 'json')
    return (out, cursor, at) => out.copy(cursor.bytes, cursor.at[at] ?? 0, cursor.textSize(at))
  if (type !== 'decimal') return printText
  if (storageOf(column) === 'TEXT') return printDecimalText
  return (out, cursor, at) => {
    if (cursor.isText(at)) return printDecimalText(out, cursor, at)
    printDecimal(out, finite(cursor, at), scale)
  }
}

const printReal: Print = (out, cursor, column) => printDouble(out, finite(cursor, column))

function finite(cursor: DatasetCursor, column: number): number {
  const value = cursor.double(column)
  if (!Number.isFinite(value)) throw cursor.fault(column, `is ${value}, which JSON cannot say`)
  return value
}

/** The digits as they are; `.5` gets the zero that JSON wants. */
const printDecimalText: Print = (out, cursor, column) => {
  const text = cursor.isText(column) ? cursor.text(column) : String(cursor.integer(column))
  if (!/^-?(0|[1-9]\d*)?(\.\d+)?$/.test(text) || text === '') throw cursor.fault(column, 'is no decimal')
  out.ascii(text.replace(/^(-?)\./, '$10.'))
}

const printText: Print = (out, cursor, column) => {
  const serial = cursor.serial[column] ?? 0
  if (serial === 7) return printReal(out, cursor, column)
  if (serial <= 9) return printInteger(out, cursor.integer(column))
  const from = cursor.at[column] ?? 0
  const size = cursor.textSize(column)
  const { bytes } = cursor
  out.byte(34)
  if (isPlain(bytes, from, from + size)) {
    out.copy(bytes, from, size)
  } else {
    const text = Buffer.from(JSON.stringify(bytes.toString('utf8', from, from + size)).slice(1, -1))
    out.copy(text, 0, text.length)
  }
  out.byte(34)
}

/** Whether a text can stand in a JSON string as it is. */
function isPlain(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x20 || byte === 0x22 || byte === 0x5c) return false
  }
  return true
}
