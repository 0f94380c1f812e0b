import { ByteOut } from './file-format/byte-out.ts'
import type { Column } from './column.ts'
import { DatasetCursor } from './file-format/dataset-cursor.ts'
import type { DatasetReader } from './dataset-reader.ts'
import { printDecimal } from './fields/print-number.ts'

/** An integer past 2^53 is a bigint, a decimal, a date and a timestamp are strings, json is parsed. */
export type Value = string | number | bigint | boolean | null | object
export type Row = Record<string, Value>

/** What a field takes beside its bytes, as a value of JavaScript's. */
const fieldSize = 16

/** The rows as plain objects, `size` at a time, or fewer that take about so many bytes. */
export function* readRows(
  dataset: DatasetReader,
  size = 1000,
  mostBytes = Number.MAX_SAFE_INTEGER,
): Generator<Row[]> {
  const cursor = new DatasetCursor(dataset)
  let rows: Row[] = []
  let bytes = 0
  while (cursor.next()) {
    const row: Row = {}
    dataset.columns.forEach((column, index) => {
      const value = cursor.isNull(index) ? null : fieldValue(cursor, column, index)
      if (column.name === '__proto__') Object.defineProperty(row, column.name, { value, enumerable: true })
      else row[column.name] = value
    })
    rows.push(row)
    bytes += cursor.record.size + fieldSize * dataset.columns.length
    if (rows.length < size && bytes < mostBytes) continue
    yield rows
    rows = []
    bytes = 0
  }
  if (rows.length > 0) yield rows
}

/** One field of the row a cursor stands on. */
export function fieldValue(cursor: DatasetCursor, { type, scale }: Column, index: number): Value {
  if (type === 'integer') return cursor.integer(index)
  if (type === 'boolean') return cursor.boolean(index)
  if (type === 'real') return cursor.double(index)
  if (type === 'json') return parseJson(cursor, index)
  if (cursor.isText(index)) return cursor.text(index)
  if (type === 'decimal') return decimalText(cursor.double(index), scale)
  return cursor.serial[index] === 7 ? String(cursor.double(index)) : textOrInteger(cursor, index)
}

function textOrInteger(cursor: DatasetCursor, index: number): string {
  return (cursor.serial[index] ?? 0) > 9 ? cursor.text(index) : String(cursor.integer(index))
}

function decimalText(value: number, scale: number | undefined): string {
  const out = new ByteOut(64)
  printDecimal(out, value, scale)
  return out.bytes.toString('latin1', 0, out.at)
}

function parseJson(cursor: DatasetCursor, index: number): Value {
  const text = cursor.text(index)
  try {
    const parsed: Value = JSON.parse(text)
    return parsed
  } catch {
    throw cursor.fault(index, 'is no JSON')
  }
}
