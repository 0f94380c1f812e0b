import type { Batch } from '../../dataset/batch.ts'
import { fieldKind } from '../../dataset/batch.ts'
import type { JsonRecord } from './json-record.ts'

const batchFields = 1 << 15

/** Where a row stands in the window, and on which line it begins. */
export interface RowPlace {
  readonly start: number
  readonly end: number
  readonly line: number
}

/** Rows being put together to a batch. Its arrays are used again for the next one. */
export class JsonBatch {
  rows = 0
  #columns = 0
  #start = new Int32Array(batchFields)
  #end = new Int32Array(batchFields)
  #kind = new Uint8Array(batchFields)
  readonly #line = new Int32Array(batchFields + 1)
  readonly #raw = new Int32Array(2 * batchFields + 2)

  get full(): boolean {
    return this.rows * Math.max(this.#columns, 1) >= batchFields
  }

  /** Whether there is room for one more row when all have so many columns. */
  bears(columns: number): boolean {
    return this.rows === 0 || columns === this.#columns || (this.rows + 1) * columns <= 2 * batchFields
  }

  /** The rows get so many columns; those that are here already have nulls in the new ones. */
  widen(columns: number): void {
    if (columns === this.#columns) return
    const old = { start: this.#start, end: this.#end, kind: this.#kind, columns: this.#columns }
    const size = 2 * batchFields + columns
    this.#start = new Int32Array(size)
    this.#end = new Int32Array(size)
    this.#kind = new Uint8Array(size)
    this.#columns = columns
    for (let row = 0; row < this.rows; row++) {
      const [from, to] = [row * old.columns, row * columns]
      this.#start.set(old.start.subarray(from, from + old.columns), to)
      this.#end.set(old.end.subarray(from, from + old.columns), to)
      this.#kind.set(old.kind.subarray(from, from + old.columns), to)
    }
  }

  /** Takes the row that was read last, whose keys all know their columns. */
  add(record: JsonRecord, place: RowPlace): void {
    const { keys, at, fields } = record
    const [starts, ends, kinds] = [this.#start, this.#end, this.#kind]
    const first = this.rows * this.#columns
    if (fields !== this.#columns) kinds.fill(fieldKind.null, first, first + this.#columns)
    for (let index = 0, from = 0; index < fields; index++, from += 3) {
      const column = keys[index]?.column ?? -1
      if (column < 0) continue
      kinds[first + column] = at[from] ?? 0
      starts[first + column] = at[from + 1] ?? 0
      ends[first + column] = at[from + 2] ?? 0
    }
    this.#line[this.rows] = place.line
    this.#raw[2 * this.rows] = place.start
    this.#raw[2 * this.rows + 1] = place.end
    this.rows++
  }

  take(bytes: Buffer): Batch {
    const rows = this.rows
    this.rows = 0
    const [start, end, kind] = [this.#start, this.#end, this.#kind]
    return { bytes, rows, columns: this.#columns, start, end, kind, line: this.#line, raw: this.#raw }
  }
}
