import { fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import type { CopyMemory } from './copy-memory.ts'

const space = 32
const point = 46
const zero = 48
const letterT = 84
const letterZ = 90

/** Of a timestamp to the second. */
const least = 19

/** Timestamps of one column, written anew in one shape behind the text. */
export class CopyTimestamp {
  readonly #column: number
  readonly #fraction: number
  readonly #zoned: boolean
  /** What one becomes, in bytes. */
  readonly size: number

  constructor(at: number, { scale, zoned }: Column) {
    this.#column = at
    this.#fraction = scale ?? 6
    this.#zoned = zoned === true
    this.size = least + (this.#fraction > 0 ? 1 + this.#fraction : 0) + (this.#zoned ? 1 : 0)
  }

  /** Those of so many rows, from `out` on. Answers where they end. */
  rewrite(
    { bytes, start, end, kind }: CopyMemory,
    { rows, columns, out: first }: { readonly rows: number; readonly columns: number; readonly out: number },
  ): number {
    let out = first
    for (let row = 0, field = this.#column; row < rows; row++, field += columns) {
      if (kind[field] === fieldKind.null || !this.#put(bytes, start[field] ?? 0, end[field] ?? 0, out))
        continue
      start[field] = out
      out += this.size
      end[field] = out
    }
    return out
  }

  /** `2026-11-21 09:30:00.5+00` as `2026-11-21T09:30:00.500000Z`. What looks otherwise (`infinity`, a year BC) is left. */
  #put(bytes: Buffer, from: number, to: number, out: number): boolean {
    const until = this.#zoned ? to - 3 : to
    if (until - from < least || bytes[from + 10] !== space) return false
    if (until - from > least && bytes[from + least] !== point) return false
    for (let i = 0; i < least; i++) bytes[out + i] = bytes[from + i] ?? 0
    bytes[out + 10] = letterT
    if (this.#fraction > 0) {
      bytes[out + least] = point
      const known = until - from - least - 1
      for (let digit = 0; digit < this.#fraction; digit++)
        bytes[out + 20 + digit] = digit < known ? (bytes[from + 20 + digit] ?? zero) : zero
    }
    if (this.#zoned) bytes[out + this.size - 1] = letterZ
    return true
  }
}
