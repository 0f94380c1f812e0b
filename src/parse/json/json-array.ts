import type { ByteWindow } from '../byte-window.ts'
import { broken, skipSpace, valueEnd } from './json-grammar.ts'
import { looseEnd } from './json-loose-end.ts'
import type { JsonRows } from './json-rows.ts'
import { jsonCutOff, jsonSyntax } from './json-syntax.ts'
import type { LineCounter } from './line-counter.ts'
import type { RecordTaker } from './record-taker.ts'
import { Utf8Check } from '../utf8-check.ts'

/** The elements of an array whose `[` is already behind. At the end the window stands behind its `]`. */
export class ArrayRecords implements RecordTaker {
  readonly #lines: LineCounter
  readonly #utf8 = new Utf8Check()
  #seen = false

  constructor(lines: LineCounter) {
    this.#lines = lines
  }

  get line(): number {
    return this.#lines.line
  }

  take(window: ByteWindow, rows: JsonRows): 'record' | 'incomplete' | 'end' {
    const { bytes, to } = window
    let at = skipSpace(bytes, window.from, to)
    const follows = this.#seen && bytes[at] === 0x2c && at < to
    if (follows) at = skipSpace(bytes, at + 1, to)
    if (at >= to) return this.#short(window)
    this.#lines.count(window, at)
    if (bytes[at] === 0x5d && !follows) {
      window.from = at + 1
      return 'end'
    }
    if (this.#seen && !follows)
      throw jsonSyntax(`line ${this.line}: the element is not followed by a comma or the end of the array`)
    const end = this.#read(window, at, rows)
    if (end < 0) return this.#short(window)
    if (end === at) throw jsonSyntax(`line ${this.line}: there is no element where one must be`)
    this.#lines.count(window, end)
    window.from = end
    this.#seen = true
    return 'record'
  }

  /** Behind the element at `at`, taken or rejected; negative when it does not end in the window. */
  #read(window: ByteWindow, at: number, rows: JsonRows): number {
    const { bytes, to, ended } = window
    const { line } = this
    const isRow = rows.takes(bytes[at])
    const end = isRow ? rows.read(at, to) : valueEnd(bytes, at, to)
    if (end >= 0) {
      if (isRow && this.#utf8.holds(window, at, end)) rows.accept({ start: at, end, line })
      else rows.refuse({ start: at, end, line })
      return end
    }
    if (end !== broken && !ended) return end
    const loose = looseEnd(bytes, at, to)
    if (loose > at) rows.refuse({ start: at, end: loose, line })
    return loose
  }

  #short(window: ByteWindow): 'incomplete' {
    this.#lines.count(window, window.from)
    if (window.ended) throw jsonCutOff(`the array is cut off after line ${this.line}`)
    return 'incomplete'
  }
}
