import { ByteOut } from '../byte-out.ts'
import type { Column } from '../column.ts'
import { storageOf } from '../create-table.ts'
import { DatasetCursor } from '../dataset-cursor.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { printDecimal, printDouble, printInteger } from '../print-number.ts'

const quote = 34
const comma = 44

/** RFC 4180 with a header and LF; null is the empty field, the empty text is `""`. Chunks are the taker's to keep. */
export function* encodeCsv(dataset: DatasetReader): Generator<Buffer> {
  const encoder = new CsvEncoder(dataset.columns, new DatasetCursor(dataset))
  yield* encoder.rows()
  yield encoder.end()
}

/** The same in pieces: what a cursor has to give, and more when it has more. */
export class CsvEncoder {
  readonly #out = new ByteOut()
  readonly #cursor: DatasetCursor
  readonly #fields: readonly Print[]

  constructor(columns: readonly Column[], cursor: DatasetCursor) {
    const out = this.#out
    this.#cursor = cursor
    this.#fields = columns.map((column) => fieldPrinter(column.type, column.scale, storageOf(column)))
    columns.forEach(({ name }, index) => {
      if (index > 0) out.byte(comma)
      const text = Buffer.from(name)
      putText(out, text, 0, text.length)
    })
    out.byte(10)
  }

  /** The rows from where the cursor stands on, but for what does not fill a chunk. */
  *rows(): Generator<Buffer> {
    const out = this.#out
    const cursor = this.#cursor
    const fields = this.#fields
    while (cursor.next()) {
      for (let column = 0; column < fields.length; column++) {
        if (column > 0) out.byte(comma)
        if (!cursor.isNull(column)) fields[column]?.(out, cursor, column)
      }
      out.byte(10)
      if (out.full) yield out.take()
    }
  }

  /** What is left. */
  end(): Buffer {
    return this.#out.take()
  }
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

const printReal: Print = (out, cursor, column) => printDouble(out, cursor.double(column))

/** A text column of a foreign table may hold numbers too. */
const printText: Print = (out, cursor, column) => {
  const serial = cursor.serial[column] ?? 0
  if (serial === 7) return printReal(out, cursor, column)
  if (serial <= 9) return printInteger(out, cursor.integer(column))
  putText(out, cursor.bytes, cursor.at[column] ?? 0, cursor.textSize(column))
}

/** In quotes when it must be: empty, or holding a comma, a quote or a line break. */
function putText(out: ByteOut, from: Buffer, start: number, size: number): void {
  out.room(2 * size + 2)
  const { bytes } = out
  let { at } = out
  let plain = size > 0
  for (let i = start; i < start + size; i++) {
    const byte = from[i] ?? 0
    if (byte <= comma && (byte === comma || byte === quote || byte === 10 || byte === 13)) {
      plain = false
      break
    }
    bytes[at++] = byte
  }
  out.at = plain ? at : putQuoted(bytes, out.at, { from, start, size })
}

/** Answers where it ends. */
function putQuoted(
  bytes: Buffer,
  to: number,
  { from, start, size }: { readonly from: Buffer; readonly start: number; readonly size: number },
): number {
  let at = to
  bytes[at++] = quote
  for (let i = start; i < start + size; i++) {
    const byte = from[i] ?? 0
    if (byte === quote) bytes[at++] = quote
    bytes[at++] = byte
  }
  bytes[at++] = quote
  return at
}
