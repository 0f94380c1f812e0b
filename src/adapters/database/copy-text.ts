import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { kindOf } from './text-rows.ts'

const tab = 9
const newline = 10
const space = 32
const point = 46
const letterN = 78
const backslash = 92

/** What COPY writes behind a backslash. Any other byte stands for itself. */
const escaped: ReadonlyMap<number | undefined, number> = new Map(
  Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }).map(([letter, byte]) => [
    letter.charCodeAt(0),
    byte,
  ]),
)

/** Each batch wakes the thread that types its rows: not too many of them. */
const leastWindow = 1 << 19

/**
 * The text of `COPY … TO STDOUT` as batches: fields stay bytes, unescaped where they lie. Timestamps are written anew,
 * in one shape for a whole column, behind the text.
 */
export class CopyText {
  readonly #columns: number
  /** By column: how its fields are told to have been written. */
  readonly #kinds: readonly number[]
  /** By column: digits of a timestamp's fraction; -1 for another type. */
  readonly #fractions: readonly number[]
  readonly #zoned: readonly boolean[]
  /** The text in its first two fifths; room for timestamps behind. */
  #bytes = Buffer.alloc(0)
  #room = 0
  #length = 0
  #side = 0
  #start = new Int32Array(0)
  #end = new Int32Array(0)
  #kind = new Uint8Array(0)

  constructor(columns: readonly Column[]) {
    this.#columns = columns.length
    this.#kinds = columns.map(({ type }) => kindOf(type))
    this.#fractions = columns.map(({ type, scale }) => (type === 'timestamp' ? (scale ?? 6) : -1))
    this.#zoned = columns.map(({ zoned }) => zoned === true)
    this.#grow(leastWindow)
  }

  /** Whether it is time to take a batch. */
  get full(): boolean {
    return this.#length >= this.#room / 2
  }

  add(chunk: Buffer): void {
    if (this.#length + chunk.length > this.#room) this.#grow(2 * (this.#length + chunk.length))
    chunk.copy(this.#bytes, this.#length)
    this.#length += chunk.length
  }

  /** A timestamp takes 27 bytes, and has at least 19 of the text. */
  #grow(room: number): void {
    const larger = Buffer.allocUnsafe(Math.ceil(room * 2.5))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
    this.#room = room
    this.#start = new Int32Array(room)
    this.#end = new Int32Array(room)
    this.#kind = new Uint8Array(room)
  }

  /** The whole rows so far, to be used before any more is added; what is left of a row stays for the next batch. */
  *take(): Generator<Batch> {
    const end = this.#bytes.subarray(0, this.#length).lastIndexOf(newline) + 1
    if (end === 0) return
    this.#side = this.#room
    const rows = this.#scan(end)
    yield {
      bytes: this.#bytes,
      rows,
      columns: this.#columns,
      start: this.#start,
      end: this.#end,
      kind: this.#kind,
      line: undefined,
      raw: undefined,
    }
    this.#bytes.copy(this.#bytes, 0, end, this.#length)
    this.#length -= end
  }

  #scan(end: number): number {
    const bytes = this.#bytes
    const columns = this.#columns
    let field = 0
    let column = 0
    let rows = 0
    let at = 0
    while (at < end) {
      const from = at
      let byte = bytes[at]
      while (byte !== tab && byte !== newline && byte !== backslash) byte = bytes[++at]
      let to = at
      let isNull = false
      if (byte === backslash) {
        at = this.#fieldEnd(at)
        isNull = at === from + 2 && bytes[from + 1] === letterN
        to = isNull ? from : this.#unescape(to, at)
      }
      // A line without fields is a row of none.
      if (columns > 0) this.#close(field++, column, from, to, isNull)
      column++
      if (bytes[at] === newline) {
        rows++
        column = 0
      }
      at++
    }
    return rows
  }

  #close(field: number, column: number, from: number, to: number, isNull: boolean): void {
    this.#start[field] = from
    this.#end[field] = to
    this.#kind[field] = isNull ? fieldKind.null : (this.#kinds[column] ?? fieldKind.bare)
    if (!isNull && (this.#fractions[column] ?? -1) >= 0) this.#timestamp(field, column, from, to)
  }

  /** Tabs and line breaks of a value are written with a backslash, so the next bare one ends the field. */
  #fieldEnd(from: number): number {
    const bytes = this.#bytes
    let at = from
    while (bytes[at] !== tab && bytes[at] !== newline) at += bytes[at] === backslash ? 2 : 1
    return at
  }

  #unescape(from: number, to: number): number {
    const bytes = this.#bytes
    let out = from
    for (let at = from; at < to; at++) {
      let byte = bytes[at] ?? 0
      if (byte === backslash) {
        byte = bytes[++at] ?? 0
        byte = escaped.get(byte) ?? byte
      }
      bytes[out++] = byte
    }
    return out
  }

  /** `2026-11-21 09:30:00.5+00` as `2026-11-21T09:30:00.500000Z`. What looks otherwise (`infinity`, a year BC) is left. */
  #timestamp(field: number, column: number, from: number, to: number): void {
    const bytes = this.#bytes
    const zoned = this.#zoned[column] === true
    const end = zoned ? to - 3 : to
    if (end - from < 19 || bytes[from + 10] !== space || (end - from > 19 && bytes[from + 19] !== point))
      return
    let out = this.#side
    for (let at = from; at < from + 19; at++) bytes[out++] = bytes[at] ?? 0
    bytes[this.#side + 10] = 84
    const fraction = this.#fractions[column] ?? 0
    if (fraction > 0) {
      bytes[out++] = point
      for (let digit = 0; digit < fraction; digit++) {
        const at = from + 20 + digit
        bytes[out++] = at < end ? (bytes[at] ?? 0) : 48
      }
    }
    if (zoned) bytes[out++] = 90
    this.#start[field] = this.#side
    this.#end[field] = out
    this.#side = out
  }
}
