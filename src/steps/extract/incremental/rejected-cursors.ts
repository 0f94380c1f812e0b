import { type Batch, fieldKind } from '../../../dataset/batch.ts'
import type { OnReject } from '../../../dataset/reject.ts'
import { isDate, scanTimestamp, timestamp } from '../../../dataset/time-field.ts'
import { type SourceWindow, earlier, isBefore } from '../../window.ts'

/**
 * Where rejected rows of a window stand: the cursor goes no further, so that they are read again once they are mended. Of
 * a row whose own cursor cannot be read nothing is known, and then the cursor must not move.
 */
export class RejectedCursors {
  readonly #window: Window
  #least: string | undefined
  #seen = 0

  constructor(window: Window) {
    this.#window = window
  }

  /** The smallest that is not before the window. */
  get least(): string | undefined {
    return this.#least
  }

  /** Whether each of so many rejected rows had a cursor that could be read. */
  areAllRead(rejected: number): boolean {
    return rejected <= this.#seen
  }

  /**
   * Hears of what is rejected of a batch, whose column `column` (-1: none) holds the cursors. It may be told when the
   * batch is another already: what is needed of it is kept, as bytes, for most rows are not rejected.
   */
  over(batch: Batch, column: number, onReject: OnReject): OnReject {
    const { line, rows } = batch
    if (line === undefined || column < 0) return onReject
    const lines = line.slice(0, rows)
    const values = valuesOf(batch, column)
    return (reject) => {
      if (reject.line !== null) this.#note(lines, values, reject.line)
      onReject(reject)
    }
  }

  /** Several rows may begin on one line: then it may be any of them. */
  #note(lines: Int32Array, { bytes, ends }: Values, line: number): void {
    const { kind, from } = this.#window
    const first = firstAt(lines, line)
    let least = this.#least
    for (let row = first; lines[row] === line; row += 1) {
      const value = cursorText(bytes, ends[row - 1] ?? 0, ends[row] ?? 0, kind)
      if (value === undefined) return
      if (!isBefore(kind, value, from)) least = least === undefined ? value : earlier(kind, least, value)
    }
    if (lines[first] !== line) return
    this.#seen += 1
    this.#least = least
  }
}

type Window = Pick<SourceWindow, 'kind' | 'from'>

/** A column of a batch, its fields one behind the other; one without a value is empty. */
interface Values {
  readonly bytes: Buffer
  readonly ends: Int32Array
}

function valuesOf({ bytes, start, end, kind, columns, rows }: Batch, column: number): Values {
  const ends = new Int32Array(rows)
  let size = 0
  for (let row = 0, at = column; row < rows; row += 1, at += columns)
    ends[row] = size += kind[at] === fieldKind.null ? 0 : (end[at] ?? 0) - (start[at] ?? 0)
  const values = Buffer.allocUnsafe(size)
  for (let row = 0, at = column; row < rows; row += 1, at += columns)
    if (kind[at] !== fieldKind.null) bytes.copy(values, ends[row - 1] ?? 0, start[at], end[at])
  return { bytes: values, ends }
}

/** Where a line first stands among lines that go up. */
function firstAt(lines: Int32Array, line: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle] ?? 0) < line) low = middle + 1
    else high = middle
  }
  return low
}

/** A field as a cursor: cut to milliseconds; `undefined` if it is none. */
function cursorText(bytes: Buffer, from: number, to: number, kind: Window['kind']): string | undefined {
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
