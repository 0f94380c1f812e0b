import { type Batch, fieldKind } from '../../../dataset/batch.ts'
import type { OnReject } from '../../../dataset/reject.ts'
import { isDate, scanTimestamp, timestamp } from '../../../dataset/fields/time-field.ts'
import { type SourceWindow, earlier, isBefore } from '../../window.ts'
import type { Incremental } from './incremental-options.ts'
import { dayOf, settledWindow } from './settled-window.ts'

/**
 * Where rows stand that would be rejected. One outside of the window is left out, as any row outside of it is. Of one inside
 * the cursor goes no further, so that it is read again once it is mended. Of a row whose own cursor cannot be read nothing is
 * known: it may be of any window, and the cursor must not move.
 */
export class RejectedCursors {
  #window: SourceWindow
  readonly #incremental: Incremental
  #least: string | undefined
  #seen = 0
  #outside = 0

  constructor(window: SourceWindow, incremental: Incremental) {
    this.#window = window
    this.#incremental = incremental
  }

  /** The smallest that is in the window. */
  get least(): string | undefined {
    return this.#least
  }

  /** How many rows were left out, as they stand outside of the window. */
  get outside(): number {
    return this.#outside
  }

  /** Whether each of so many rejected rows had a cursor that could be read. */
  areAllRead(rejected: number): boolean {
    return rejected <= this.#seen
  }

  /** Of rows to come: by the clock of who sent them. Throws the `Failure` of `settledWindow`. */
  sentAt(sentAt: Date | undefined): void {
    this.#window = settledWindow(this.#window, this.#incremental, sentAt)
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
      if (reject.line !== null && this.#isOutside(lines, values, reject.line)) this.#outside += 1
      else onReject(reject)
    }
  }

  /** Several rows may begin on one line: then it may be any of them. */
  #isOutside(lines: Int32Array, { bytes, ends }: Values, line: number): boolean {
    const { kind } = this.#window
    const first = firstAt(lines, line)
    if (lines[first] !== line) return false
    let least = this.#least
    let isOutside = true
    for (let row = first; lines[row] === line; row += 1) {
      const value = cursorText(bytes, ends[row - 1] ?? 0, ends[row] ?? 0, kind)
      if (value === undefined) return false
      if (!this.#holds(value)) continue
      isOutside = false
      least = least === undefined ? value.at : earlier(kind, least, value.at)
    }
    if (isOutside) return true
    this.#seen += 1
    this.#least = least
    return false
  }

  /** A day is in a window when it is over by its end. */
  #holds({ at, isDay }: Cursor): boolean {
    const { kind, from, to } = this.#window
    return !isBefore(kind, at, from) && isBefore(kind, at, isDay ? dayOf(to) : to)
  }
}

interface Cursor {
  readonly at: string
  readonly isDay?: true
}

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
function cursorText(bytes: Buffer, from: number, to: number, kind: SourceWindow['kind']): Cursor | undefined {
  const text = bytes.toString('latin1', from, to)
  if (kind === 'integer')
    return /^[+-]?\d{1,19}$/.test(text) ? { at: BigInt(text.replace(/^\+/, '')).toString() } : undefined
  if (isDate(bytes, from, to)) return { at: dayOf(text), isDay: true }
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
  return { at: new Date(minute + seconds * 1000 + ms).toISOString() }
}
