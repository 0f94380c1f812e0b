import { ByteOut } from './byte-out.ts'
import { storageOf } from './create-table.ts'
import { DatasetCursor } from './dataset-cursor.ts'
import type { DatasetReader } from './dataset-reader.ts'
import { printDecimal, printInteger } from './print-number.ts'

const quote = 34
const comma = 44

/** RFC 4180 with a header and LF; null is the empty field, the empty text is `""`. Chunks are the taker's to keep. */
export function* encodeCsv(dataset: DatasetReader): Generator<Buffer> {
  const out = new ByteOut()
  const cursor = new DatasetCursor(dataset)
  const fields = dataset.columns.map((column) => fieldPrinter(column.type, column.scale, storageOf(column)))
  dataset.columns.forEach(({ name }, index) => {
    if (index > 0) out.byte(comma)
    const text = Buffer.from(name)
    putText(out, text, 0, text.length)
  })
  out.byte(10)
  while (cursor.next()) {
    for (let column = 0; column < fields.length; column++) {
      if (column > 0) out.byte(comma)
      if (!cursor.isNull(column)) fields[column]?.(out, cursor, column)
    }
    out.byte(10)
    if (out.full) yield out.take()
  }
  yield out.take()
}

type Print = (out: ByteOut, cursor: DatasetCursor, column: number) => void

function fieldPrinter(type: string, scale: number | undefined, storage: string): Print {
  if (type === 'boolean') return (out, cursor, column) => out.ascii(cursor.boolean(column) ? 'true' : 'false')
  if (type === 'integer') return (out, cursor, column) => printInteger(out, cursor.integer(column))
  if (type === 'real') return printReal
  if (storage === 'REAL') {
    return (out, cursor, column) =>
      cursor.isText(column) ? printText(out, cursor, column) : printDecimal(out, cursor.double(column), scale)
  }
  return printText
}

const printReal: Print = (out, cursor, column) => out.ascii(String(cursor.double(column)))

/** A text column of a foreign table may hold numbers too. */
const printText: Print = (out, cursor, column) => {
  const serial = cursor.serial[column] ?? 0
  if (serial === 7) return printReal(out, cursor, column)
  if (serial <= 9) return printInteger(out, cursor.integer(column))
  putText(out, cursor.bytes, cursor.at[column] ?? 0, cursor.textSize(column))
}

/** In quotes when it must be: empty, or holding a comma, a quote or a line break. */
function putText(out: ByteOut, bytes: Buffer, from: number, size: number): void {
  let plain = size > 0
  let quotes = 0
  for (let at = from; at < from + size; at++) {
    const byte = bytes[at]
    if (byte === quote) quotes++
    else if (byte === comma || byte === 10 || byte === 13) plain = false
  }
  if (plain && quotes === 0) return out.copy(bytes, from, size)
  out.room(size + quotes + 2)
  out.byte(quote)
  if (quotes === 0) out.copy(bytes, from, size)
  else {
    for (let at = from; at < from + size; at++) {
      const byte = bytes[at] ?? 0
      if (byte === quote) out.byte(quote)
      out.byte(byte)
    }
  }
  out.byte(quote)
}
