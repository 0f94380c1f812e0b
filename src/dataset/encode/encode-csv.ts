import { ByteOut } from '../file-format/byte-out.ts'
import type { Column } from '../column.ts'
import { storageOf } from '../create-table.ts'
import { DatasetCursor } from '../file-format/dataset-cursor.ts'
import type { DatasetReader } from '../dataset-reader.ts'
import { isText, textSize } from '../file-format/record-fields.ts'
import { printDecimal, printDouble, printInteger } from '../fields/print-number.ts'

const quote = 34
const comma = 44
const newline = 10
const carriageReturn = 13

/** RFC 4180 with a header and LF; null is the empty field, the empty text is `""`. Chunks are the taker's to keep. */
export function* encodeCsv(dataset: DatasetReader): Generator<Buffer> {
  const encoder = new CsvEncoder(dataset.columns, new DatasetCursor(dataset))
  yield* encoder.rows()
  yield encoder.end()
}

/** How a column's values are kept and so printed. Numbers, as what is chosen by them is chosen for every field. */
const form = { text: 0, boolean: 1, integer: 2, real: 3, decimal: 4 } as const

function formOf(column: Column): number {
  const { type } = column
  if (type === 'boolean' || type === 'integer' || type === 'real') return form[type]
  return storageOf(column) === 'REAL' ? form.decimal : form.text
}

/** The serial type of a text of four bytes. */
const leastWord = 21

/** The same in pieces: what a cursor has to give, and more when it has more. */
export class CsvEncoder {
  readonly #out = new ByteOut(1 << 16)
  readonly #cursor: DatasetCursor
  readonly #forms: readonly number[]
  readonly #scales: readonly (number | undefined)[]

  constructor(columns: readonly Column[], cursor: DatasetCursor) {
    const out = this.#out
    this.#cursor = cursor
    this.#forms = columns.map(formOf)
    this.#scales = columns.map(({ scale }) => scale)
    columns.forEach(({ name }, index) => {
      if (index > 0) out.byte(comma)
      const text = Buffer.from(name)
      out.room(2 * text.length + 2)
      putSpecial(out, text, 0, text.length)
    })
    out.byte(10)
  }

  /** The rows from where the cursor stands on, but for what does not fill a chunk. */
  *rows(): Generator<Buffer> {
    while (this.#fill()) yield this.#out.take()
  }

  /** Prints rows until there is a chunk; false if there is none. */
  #fill(): boolean {
    const out = this.#out
    const cursor = this.#cursor
    while (cursor.next()) {
      this.#row(out, cursor)
      if (out.full) return true
    }
    return false
  }

  #row(out: ByteOut, cursor: DatasetCursor): void {
    const forms = this.#forms
    const { serial: serials, at: places } = cursor
    const most = 2 * cursor.record.size + 3 * forms.length + 1
    out.room(most)
    for (let column = 0; column < forms.length; column++) {
      if (column > 0) out.bytes[out.at++] = comma
      const serial = serials[column] ?? 0
      if (serial === 0 && cursor.isNull(column)) continue
      const start = places[column] ?? 0
      if (forms[column] === form.text && serial >= leastWord && isText(serial)) {
        if (!putPlain(out, cursor.view, start, textSize(serial)))
          putSpecial(out, cursor.bytes, start, start + textSize(serial))
      } else {
        this.#field(out, cursor, column)
        out.room(most)
      }
    }
    out.bytes[out.at++] = newline
  }

  #field(out: ByteOut, cursor: DatasetCursor, column: number): void {
    switch (this.#forms[column] ?? form.text) {
      case form.boolean:
        return out.ascii(cursor.boolean(column) ? 'true' : 'false')
      case form.integer:
        return printInteger(out, cursor.integer(column))
      case form.real:
        return printDouble(out, cursor.double(column))
      case form.decimal:
        if (cursor.isText(column)) return printOther(out, cursor, column)
        return printDecimal(out, cursor.double(column), this.#scales[column])
      default:
        return printOther(out, cursor, column)
    }
  }

  /** Takes back a chunk that is of no use any more, for the bytes to come. */
  give(chunk: Buffer): void {
    this.#out.give(chunk)
  }

  /** What is left. */
  end(): Buffer {
    return this.#out.take()
  }
}

/** A text column of a foreign table may hold numbers too, and a decimal may be kept as text. */
function printOther(out: ByteOut, cursor: DatasetCursor, column: number): void {
  const serial = cursor.serial[column] ?? 0
  if (serial === 7) return printDouble(out, cursor.double(column))
  if (serial <= 9) return printInteger(out, cursor.integer(column))
  const start = cursor.at[column] ?? 0
  const size = cursor.textSize(column)
  out.room(2 * size + 2)
  putSpecial(out, cursor.bytes, start, start + size)
}

/**
 * Copies a text of four bytes at least, four at a time, the last ones perhaps twice. Answers false, having put nothing,
 * if there may be a byte that asks for quotes.
 */
function putPlain(out: ByteOut, from: DataView, start: number, size: number): boolean {
  const { view, at } = out
  const last = size - 4
  let found = 0
  for (let i = 0; i < last; i += 4) {
    const word = from.getInt32(start + i, true)
    view.setInt32(at + i, word, true)
    found |= highBits(word)
  }
  const word = from.getInt32(start + last, true)
  view.setInt32(at + last, word, true)
  if (((found | highBits(word)) & 0x80808080) !== 0) return false
  out.at = at + size
  return true
}

/** Of a byte that is a comma, a quote or below 14 the high bit is set; of none if there is no such. */
function highBits(word: number): number {
  const commas = word ^ 0x2c2c2c2c
  const quotes = word ^ 0x22222222
  return ((commas - 0x01010101) & ~commas) | ((quotes - 0x01010101) & ~quotes) | ((word - 0x0e0e0e0e) & ~word)
}

/** In quotes when it must be: empty, or holding a comma, a quote or a line break. */
function putSpecial(out: ByteOut, from: Buffer, start: number, end: number): void {
  const isQuoted = start === end || asksForQuotes(from, start, end)
  const { bytes } = out
  let { at } = out
  if (isQuoted) bytes[at++] = quote
  for (let i = start; i < end; i++) {
    const byte = from[i] ?? 0
    if (byte === quote) bytes[at++] = quote
    bytes[at++] = byte
  }
  if (isQuoted) bytes[at++] = quote
  out.at = at
}

function asksForQuotes(from: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = from[i] ?? 0
    if (byte === comma || byte === quote || byte === newline || byte === carriageReturn) return true
  }
  return false
}
