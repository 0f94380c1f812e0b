import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { Bug } from '../../diagnostic/failure.ts'
import { CopyMemory } from './copy-memory.ts'
import { CopyTimestamp } from './copy-timestamp.ts'
import { kindOf } from './text-rows.ts'

const tab = 9
const newline = 10
const letterN = 78
const backslash = 92

/** A message of the server's: its code, its size (which counts in itself, not the code), and so many bytes. */
const headSize = 5
const copyData = 100

/** What COPY writes behind a backslash. Any other byte stands for itself. */
const escaped: ReadonlyMap<number | undefined, number> = new Map(
  Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }).map(([letter, byte]) => [
    letter.charCodeAt(0),
    byte,
  ]),
)

/** Each batch wakes the thread that types its rows: not too many of them. */
const fullAt = 1 << 19

/**
 * What the server sends during `COPY … TO STDOUT` as batches. Messages are taken apart where they lie, and in the same
 * pass the fields of their rows, which stay bytes, unescaped in their place.
 */
export class CopyText {
  readonly #columns: number
  /** By column: how its fields are told to have been written. */
  readonly #kinds: Uint8Array
  readonly #timestamps: readonly CopyTimestamp[]
  /** What a row may have written anew, in bytes. */
  readonly #besideRow: number
  readonly #memory: CopyMemory
  /** Of the memory's text: this far its messages are read. */
  #read = 0
  /** A row of which only the beginning was in the last message: where that stands. */
  #begun = 0
  #begunEnd = 0
  /** No backslash stands before it. */
  #plain = 0
  #rows = 0
  /** Of all batches. */
  total = 0

  constructor(columns: readonly Column[]) {
    this.#columns = columns.length
    this.#kinds = Uint8Array.from(columns, ({ type }) => kindOf(type))
    this.#timestamps = columns.flatMap((column, at) =>
      column.type === 'timestamp' ? [new CopyTimestamp(at, column)] : [],
    )
    this.#besideRow = this.#timestamps.reduce((sum, { size }) => sum + size, 0)
    this.#memory = new CopyMemory(2 * fullAt)
  }

  /** Whole ones that are not taken yet. */
  get rows(): number {
    return this.#rows
  }

  /** Whether it is time to take a batch. */
  get full(): boolean {
    return this.#rows > 0 && this.#memory.length >= fullAt
  }

  /** Takes what has arrived. A message that is whole, and no row, goes to `other`. */
  add(chunk: Buffer, other: (message: Buffer) => void): void {
    const memory = this.#memory
    memory.add(chunk)
    while (this.#read + headSize <= memory.length) {
      const at = this.#read
      const end = at + 1 + memory.bytes.readUInt32BE(at + 1)
      if (end > memory.length) break
      this.#read = end
      if (memory.bytes[at] === copyData) this.#data(at + headSize, end)
      else other(Buffer.from(memory.bytes.subarray(at, end)))
    }
  }

  /** What has arrived of a message that is not whole. It is the taker's from now on. */
  rest(): Buffer {
    const rest = Buffer.from(this.#memory.bytes.subarray(this.#read, this.#memory.length))
    this.#memory.length = this.#read
    return rest
  }

  /** The whole rows so far, to be used before any more is added; what is left of a row stays for the next batch. */
  *take(): Generator<Batch> {
    if (this.#rows === 0) return
    const memory = this.#memory
    let out = memory.behind(this.#rows * this.#besideRow)
    for (const timestamp of this.#timestamps)
      out = timestamp.rewrite(memory, { rows: this.#rows, columns: this.#columns, out })
    const { bytes, start, end, kind } = memory
    yield {
      bytes,
      rows: this.#rows,
      columns: this.#columns,
      start,
      end,
      kind,
      line: undefined,
      raw: undefined,
    }
    this.#rows = 0
    memory.keep(this.#begun, this.#begunEnd, this.#read)
    this.#begunEnd -= this.#begun
    this.#begun = 0
    this.#read = this.#begunEnd
    this.#plain = 0
  }

  /** PostgreSQL sends a row a message, but does not promise it. */
  #data(from: number, to: number): void {
    const { bytes } = this.#memory
    if (this.#begun === this.#begunEnd) {
      if (bytes[to - 1] === newline) return this.#lines(from, to)
      this.#begun = from
      this.#begunEnd = to
    } else {
      bytes.copyWithin(this.#begunEnd, from, to)
      this.#begunEnd += to - from
      this.#plain = 0
    }
    const whole = this.#begun + bytes.subarray(this.#begun, this.#begunEnd).lastIndexOf(newline) + 1
    this.#lines(this.#begun, whole)
    this.#begun = whole
  }

  #lines(from: number, to: number): void {
    for (let at = from; at < to;) {
      const field = this.#rows * this.#columns
      this.#memory.fields(field, this.#columns)
      at = this.#isPlain(at, to) ? this.#plainLine(field, at, to) : this.#line(field, at, to)
      this.#rows++
      this.total++
    }
  }

  /** Whether no backslash stands in these bytes: then tabs and the line's end are all that is looked for. */
  #isPlain(from: number, to: number): boolean {
    if (to <= this.#plain) return true
    const { bytes, length } = this.#memory
    const known = Math.max(from, this.#plain)
    if (bytes[known] === backslash) return false
    const found = bytes.subarray(known, length).indexOf(backslash)
    this.#plain = found < 0 ? length : known + found
    return to <= this.#plain
  }

  /** Both answer where the next line begins. */
  #plainLine(first: number, from: number, to: number): number {
    const { bytes, start, end, kind } = this.#memory
    const kinds = this.#kinds
    const last = kinds.length - 1
    let at = from
    if (last < 0) return from + 1
    for (let column = 0; column < last; column++) {
      start[first + column] = at
      while (bytes[at] !== tab) at++
      end[first + column] = at++
      kind[first + column] = kinds[column] ?? fieldKind.bare
      if (at > to) throw lacking()
    }
    start[first + last] = at
    while (bytes[at] !== newline && bytes[at] !== tab) at++
    if (at >= to || bytes[at] === tab) throw lacking()
    end[first + last] = at
    kind[first + last] = kinds[last] ?? fieldKind.bare
    return at + 1
  }

  #line(first: number, from: number, to: number): number {
    const { bytes, start, end, kind } = this.#memory
    const kinds = this.#kinds
    let at = from
    for (let column = 0; column < kinds.length; column++) {
      const begin = at
      let byte = bytes[at]
      while (byte !== tab && byte !== newline && byte !== backslash) byte = bytes[++at]
      let until = at
      let isNull = false
      if (byte === backslash) {
        at = this.#fieldEnd(at)
        isNull = at === begin + 2 && bytes[begin + 1] === letterN
        until = isNull ? begin : this.#unescape(until, at)
      }
      start[first + column] = begin
      end[first + column] = until
      kind[first + column] = isNull ? fieldKind.null : (kinds[column] ?? fieldKind.bare)
      if (++at > to || (bytes[at - 1] === newline) !== (column === kinds.length - 1)) throw lacking()
    }
    return at
  }

  /** Tabs and line breaks of a value are written with a backslash, so the next bare one ends the field. */
  #fieldEnd(from: number): number {
    const { bytes } = this.#memory
    let at = from
    while (bytes[at] !== tab && bytes[at] !== newline) at += bytes[at] === backslash ? 2 : 1
    return at
  }

  #unescape(from: number, to: number): number {
    const { bytes } = this.#memory
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
}

function lacking(): Bug {
  return new Bug('a row of COPY has other fields than its query')
}
