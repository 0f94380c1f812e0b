import { ByteOut } from '../file-format/byte-out.ts'
import type { Column } from '../column.ts'
import { DatasetCursor } from '../file-format/dataset-cursor.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { printDecimal, printInteger } from '../fields/print-number.ts'

const quote = 39
const comma = 44

/**
 * Rows as `(…), (…)` to stand behind `insert into t values`, some hundred of kilobytes a time, in standard SQL: texts in
 * quotes, a quote in them doubled, no escapes. Throws a `Failure` (`dataset/value`) for a NUL in a text.
 */
export function* encodeLiterals(dataset: DatasetReader): Generator<Buffer> {
  const out = new ByteOut()
  const cursor = new DatasetCursor(dataset)
  const { columns } = dataset
  while (cursor.next()) {
    if (out.at > 0) out.byte(comma)
    out.byte(40)
    for (const [index, column] of columns.entries()) {
      if (index > 0) out.byte(comma)
      if (cursor.isNull(index)) out.ascii('NULL')
      else putLiteral(out, cursor, index, column)
    }
    out.byte(41)
    if (out.full) yield out.take()
  }
  if (out.at > 0) yield out.take()
}

function putLiteral(out: ByteOut, cursor: DatasetCursor, at: number, { type, scale }: Column): void {
  const isText = cursor.isText(at)
  out.byte(quote)
  if (type === 'boolean') out.byte(cursor.boolean(at) ? 49 : 48)
  else if (isText) putText(out, cursor, at)
  else if (type === 'decimal') printDecimal(out, cursor.double(at), scale)
  else if (cursor.serial[at] === 7) out.ascii(String(cursor.double(at)))
  else printInteger(out, cursor.integer(at))
  out.byte(quote)
}

function putText(out: ByteOut, cursor: DatasetCursor, column: number): void {
  const from = cursor.at[column] ?? 0
  const end = from + cursor.textSize(column)
  out.room(2 * (end - from))
  for (let at = from; at < end; at++) {
    const byte = cursor.bytes[at] ?? 0
    if (byte === 0) throw cursor.fault(column, 'holds a NUL, which SQL cannot spell')
    if (byte === quote) out.byte(quote)
    out.byte(byte)
  }
}
