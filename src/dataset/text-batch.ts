import type { Batch } from './batch.ts'
import { SideText } from './file-format/side-text.ts'

/** Rows of texts laid out as a batch, reusable. Each row: `begin`, then `put` for each of its columns. */
export class TextBatch {
  readonly #columns: number
  readonly #text = new SideText()
  #rows = 0
  #at = 0
  #start: Int32Array
  #end: Int32Array
  #kind: Uint8Array

  constructor(columns: number) {
    this.#columns = columns
    this.#start = new Int32Array(columns)
    this.#end = new Int32Array(columns)
    this.#kind = new Uint8Array(columns)
  }

  get rows(): number {
    return this.#rows
  }

  /** Bytes of all texts. */
  get size(): number {
    return this.#text.length
  }

  begin(): void {
    this.#at = this.#rows++ * this.#columns
    if (this.#at + this.#columns > this.#start.length) this.#grow()
  }

  /** The next field of the row, of a kind of `fieldKind`; a text may be UTF-8 already. */
  put(kind: number, text: string | Uint8Array): void {
    this.#kind[this.#at] = kind
    this.#start[this.#at] = this.#text.length
    this.#end[this.#at++] = typeof text === 'string' ? this.#text.add(text) : this.#text.addBytes(text)
  }

  /** The rows so far, to be used before any more is put. */
  batch(): Batch {
    return {
      bytes: this.#text.bytes,
      rows: this.#rows,
      columns: this.#columns,
      start: this.#start,
      end: this.#end,
      kind: this.#kind,
      line: undefined,
      raw: undefined,
    }
  }

  clear(): void {
    this.#rows = 0
    this.#text.clear()
  }

  #grow(): void {
    const size = 2 * (this.#start.length + this.#columns)
    const [start, end, kind] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)]
    start.set(this.#start)
    end.set(this.#end)
    kind.set(this.#kind)
    this.#start = start
    this.#end = end
    this.#kind = kind
  }
}
