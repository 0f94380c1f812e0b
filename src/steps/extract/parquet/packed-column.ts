import type { DecodedArray } from 'hyparquet'
import { fieldKind } from '../../../dataset/batch.ts'
import { ByteOut } from '../../../dataset/file-format/byte-out.ts'
import type { ParquetColumn } from './parquet-columns.ts'

/**
 * The decoded values of one column as text, end to end: a page's worth of JavaScript values takes ten times as much, so that
 * they are let go at once. The memory is used again for the next page.
 */
export class PackedColumn {
  readonly #column: ParquetColumn
  readonly #out = new ByteOut(1 << 12)
  #ends = new Int32Array()
  #kinds = new Uint8Array()
  #count = 0
  #taken = 0

  constructor(column: ParquetColumn) {
    this.#column = column
  }

  /** How many values are not taken yet. */
  get left(): number {
    return this.#count - this.#taken
  }

  /** Takes the next values in; those before must all be taken. */
  fill(values: DecodedArray): void {
    const { leaf, toJson, kind } = this.#column
    const out = this.#out
    out.at = 0
    this.#count = values.length
    this.#taken = 0
    if (this.#kinds.length < values.length) {
      this.#ends = new Int32Array(values.length)
      this.#kinds = new Uint8Array(values.length)
    }
    for (let index = 0; index < values.length; index++) {
      const value: unknown = values[index]
      const isNull = value === null || value === undefined
      if (!isNull && leaf !== undefined) leaf.put(out, value)
      else if (!isNull && toJson !== undefined) putText(out, toJson(value))
      this.#ends[index] = out.at
      if (isNull) this.#kinds[index] = fieldKind.null
      else this.#kinds[index] = kind === fieldKind.true && value === false ? fieldKind.false : kind
    }
  }

  /** The kind of the next value; its text is written to `out`. */
  take(out: ByteOut): number {
    const index = this.#taken++
    const from = index === 0 ? 0 : (this.#ends[index - 1] ?? 0)
    out.copy(this.#out.bytes, from, (this.#ends[index] ?? 0) - from)
    return this.#kinds[index] ?? fieldKind.null
  }
}

function putText(out: ByteOut, text: string): void {
  out.room(3 * text.length)
  out.at += out.bytes.write(text, out.at)
}
