import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { OnReject, Reject } from '../../dataset/reject.ts'
import { isDate, scanTimestamp, timestamp } from '../../dataset/time-field.ts'
import { isBefore } from '../window.ts'
import type { Incremental } from './incremental-options.ts'

/**
 * Where rejected rows stand: the cursor goes no further, so that they are read again once they are mended. Of a row
 * whose own cursor cannot be read nothing is known, and then the cursor must not move.
 */
export class RejectedCursors {
  readonly #kind: Incremental['kind']
  readonly #values: string[] = []
  #seen = 0

  constructor({ kind }: Pick<Incremental, 'kind'>) {
    this.#kind = kind
  }

  /**
   * Hears of what is rejected of a batch, whose column `column` (-1: none) holds the cursors. It may be told when the
   * batch is another already: what is needed of it is kept.
   */
  over(batch: Batch, column: number, onReject: OnReject): OnReject {
    const lines = batch.line?.slice(0, batch.rows)
    const cursors = column < 0 ? undefined : cursorsOf(batch, column, this.#kind)
    return (reject) => {
      if (lines !== undefined && cursors !== undefined) this.#note(lines, cursors, reject)
      onReject(reject)
    }
  }

  /** Whether each of so many rejected rows had a cursor that could be read. */
  areAllRead(rejected: number): boolean {
    return rejected <= this.#seen
  }

  /** The smallest at or after `from`. */
  least(from: string): string | undefined {
    const after = this.#values.filter((value) => !isBefore(this.#kind, value, from))
    return after.reduce<string | undefined>(
      (least, value) => (least === undefined || isBefore(this.#kind, value, least) ? value : least),
      undefined,
    )
  }

  /** Several rows may begin on one line: then it may be any of them. */
  #note(lines: Int32Array, cursors: readonly (string | undefined)[], { line }: Reject): void {
    const found: string[] = []
    for (const [row, value] of cursors.entries()) {
      if (lines[row] !== line) continue
      if (value === undefined) return
      found.push(value)
    }
    if (found.length === 0) return
    this.#seen += 1
    this.#values.push(...found)
  }
}

function cursorsOf(batch: Batch, column: number, kind: Incremental['kind']): (string | undefined)[] {
  return Array.from({ length: batch.rows }, (_, row) => cursorText(batch, row * batch.columns + column, kind))
}

/** A field as a cursor: cut to milliseconds; `undefined` if it is none. */
function cursorText(batch: Batch, at: number, kind: Incremental['kind']): string | undefined {
  const { bytes } = batch
  const [from = 0, to = 0] = [batch.start[at], batch.end[at]]
  if (batch.kind[at] === fieldKind.null) return undefined
  const text = bytes.toString('latin1', from, to)
  if (kind === 'integer')
    return /^[+-]?\d{1,19}$/.test(text) ? BigInt(text.replace(/^\+/, '')).toString() : undefined
  if (isDate(bytes, from, to)) return `${text}T00:00:00.000Z`
  if (!scanTimestamp(bytes, from, to)) return undefined
  const minute = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16)}Z`) - timestamp.offsetMinutes * 60_000
  const seconds = timestamp.seconds ? Number(text.slice(17, 19)) : 0
  const ms =
    timestamp.fraction === 0
      ? 0
      : Number(
          text
            .slice(20, 20 + timestamp.fraction)
            .padEnd(3, '0')
            .slice(0, 3),
        )
  return new Date(minute + seconds * 1000 + ms).toISOString()
}
