import { isUtf8 } from 'node:buffer'
import { type Batch, fieldKind } from '../../../dataset/batch.ts'
import { ByteOut } from '../../../dataset/file-format/byte-out.ts'
import { type OnReject, rawText } from '../../../dataset/reject.ts'
import type { PackedColumn } from './packed-column.ts'
import type { ParquetColumn } from './parquet-columns.ts'

/** Lays rows out as a batch, column by column; the next one is laid over it. */
export class RowsOut {
  readonly #columns: readonly ParquetColumn[]
  readonly #onReject: OnReject
  readonly #out = new ByteOut()
  #start = new Int32Array()
  #end = new Int32Array()
  #kind = new Uint8Array()

  constructor(columns: readonly ParquetColumn[], onReject: OnReject) {
    this.#columns = columns
    this.#onReject = onReject
  }

  /** The next `count` rows; `first` is the number of those before them. Rows whose texts are no UTF-8 are rejected. */
  batch(ready: ReadonlyMap<number, PackedColumn>, { first, count }: { first: number; count: number }): Batch {
    this.#room(count)
    const bad = new Map<number, number>()
    for (const [place, column] of ready) {
      const from = this.#out.at
      this.#put(place, column, count)
      if (this.#columns[place]?.leaf?.put === undefined) continue
      if (!this.#isSound(place, from, count)) this.#findBad(place, count, bad)
    }
    const columns = this.#columns.length
    const line = Int32Array.from({ length: count }, (_, row) => first + row + 1)
    const [start, end, kind] = [this.#start, this.#end, this.#kind]
    const batch = { bytes: this.#out.bytes, rows: count, columns, start, end, kind, line, raw: undefined }
    return bad.size === 0 ? batch : this.#without(batch, bad)
  }

  #room(count: number): void {
    const size = count * this.#columns.length
    this.#out.at = 0
    if (this.#kind.length < size) {
      this.#start = new Int32Array(size)
      this.#end = new Int32Array(size)
      this.#kind = new Uint8Array(size)
    }
    this.#kind.fill(fieldKind.null, 0, size)
  }

  #put(place: number, column: PackedColumn, count: number): void {
    const out = this.#out
    const step = this.#columns.length
    for (let row = 0, at = place; row < count; row++, at += step) {
      this.#start[at] = out.at
      this.#kind[at] = column.take(out)
      this.#end[at] = out.at
    }
  }

  /** Whether what was written from `from` on is UTF-8 in each of its fields: whole, and none begins inside a character. */
  #isSound(place: number, from: number, count: number): boolean {
    const { bytes, at: to } = this.#out
    if (!isUtf8(bytes.subarray(from, to))) return false
    const step = this.#columns.length
    for (let row = 0, at = place; row < count; row++, at += step) {
      const start = this.#start[at] ?? 0
      if (
        this.#kind[at] !== fieldKind.null &&
        start < (this.#end[at] ?? 0) &&
        ((bytes[start] ?? 0) & 0xc0) === 0x80
      )
        return false
    }
    return true
  }

  #findBad(place: number, count: number, bad: Map<number, number>): void {
    for (let row = 0; row < count; row++) {
      const at = row * this.#columns.length + place
      if (this.#kind[at] === fieldKind.null || bad.has(row)) continue
      if (!isUtf8(this.#out.bytes.subarray(this.#start[at], this.#end[at]))) bad.set(row, at)
    }
  }

  #without(batch: Batch, bad: ReadonlyMap<number, number>): Batch {
    const { columns, bytes, start, end, kind, line } = batch
    let to = 0
    for (let row = 0; row < batch.rows; row++) {
      const at = bad.get(row)
      if (at === undefined) {
        for (const each of [start, end, kind])
          each.copyWithin(to * columns, row * columns, (row + 1) * columns)
        if (line !== undefined) line[to] = line[row] ?? 0
        to++
        continue
      }
      const column = this.#columns[at % columns]?.column.name ?? null
      const value = rawText(bytes.subarray(start[at], end[at]))
      this.#onReject({ line: line?.[row] ?? null, column, rule: 'encoding', value, raw: null })
    }
    return { ...batch, rows: to }
  }
}
