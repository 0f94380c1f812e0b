import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { SideText } from '../../dataset/side-text.ts'

const fullAt = 1 << 18

/**
 * Rows of texts, as a database prints its values, laid out as batches. Timestamps get one shape for a whole column.
 * `untyped`: the database promises nothing of its values, so they are left for their columns to judge.
 */
export class TextRows {
  readonly #columns: number
  readonly #kinds: readonly number[]
  readonly #printed: readonly ((text: string) => string)[]
  readonly #text = new SideText()
  #rows = 0
  #start: Int32Array
  #end: Int32Array
  #kind: Uint8Array

  constructor(columns: readonly Column[], promise: 'typed' | 'untyped' = 'typed') {
    this.#columns = columns.length
    this.#kinds = columns.map(({ type }) =>
      promise === 'untyped' && type === 'json' ? fieldKind.quoted : kindOf(type),
    )
    this.#printed = columns.map((column) =>
      promise === 'typed' && column.type === 'timestamp'
        ? (text) => timestampText(text, column)
        : (text) => text,
    )
    this.#start = new Int32Array(columns.length)
    this.#end = new Int32Array(columns.length)
    this.#kind = new Uint8Array(columns.length)
  }

  /** Whether it is time to take a batch. */
  get full(): boolean {
    return this.#text.length >= fullAt || this.#rows >= fullAt / 8
  }

  add(row: readonly (string | null)[]): void {
    const first = this.#rows * this.#columns
    if (first + this.#columns > this.#start.length) this.#grow()
    for (let column = 0; column < this.#columns; column++) {
      const value = row[column] ?? null
      const at = first + column
      this.#kind[at] = value === null ? fieldKind.null : (this.#kinds[column] ?? fieldKind.bare)
      this.#start[at] = this.#text.length
      this.#end[at] =
        value === null ? this.#text.length : this.#text.add(this.#printed[column]?.(value) ?? value)
    }
    this.#rows++
  }

  /** The rows so far, to be used before any more is added. */
  *take(): Generator<Batch> {
    if (this.#rows === 0) return
    yield this.batch()
    this.clear()
  }

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

/** Text is never a null token; json is valid when a database says that it is. */
export function kindOf(type: Column['type']): number {
  if (type === 'json') return fieldKind.json
  return type === 'text' ? fieldKind.quoted : fieldKind.bare
}

const printed = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]00(?::?00)?)?$/

/** `2026-11-21 09:30:00.5+00` as `2026-11-21T09:30:00.500000Z`. What looks otherwise is left, for its type to judge. */
function timestampText(text: string, { scale = 6, zoned }: Column): string {
  const match = printed.exec(text)
  if (match === null) return text
  const [, day, time, fraction = '', zone] = match
  if (zone !== undefined && zoned !== true) return text
  const digits = fraction.padEnd(scale, '0')
  return `${day}T${time}${digits === '' ? '' : `.${digits}`}${zoned === true ? 'Z' : ''}`
}
