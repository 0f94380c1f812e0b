import { fieldKind } from '../../dataset/batch.ts'
import { QuotedText } from './quoted-text.ts'
import { type RecordScanner, type Scanned, quoteFault, scanned } from './record-scanner.ts'

const lf = 10
const cr = 13

/** The characters that the scanner acts on, as bytes; -1 where there is none. */
interface ByteMarks {
  readonly delimiter: number
  readonly quote: number
  readonly escape: number
  readonly comment: number
}

/**
 * Finds the fields of one record after another where every mark is one byte. The loops go byte by byte: fields are short, and a call per field
 * would cost more than it saves.
 */
export class CsvScanner implements RecordScanner {
  readonly #marks: ByteMarks
  readonly #quoted: QuotedText
  /** 1 for the bytes that can end a bare field, or must not stand in one. */
  readonly #special = new Uint8Array(256)
  /** No byte above it is special: most are, and need no second look. */
  readonly #highest: number
  readonly start: Int32Array
  readonly end: Int32Array
  readonly kind: Uint8Array
  next = 0
  count = 0
  lines = 0
  fault = ''
  side = 0

  /** `fields`: how many the arrays can hold. */
  constructor(marks: ByteMarks, fields: number) {
    this.#marks = marks
    const text = (byte: number): string => (byte < 0 ? '' : String.fromCharCode(byte))
    this.#quoted = new QuotedText({
      quote: text(marks.quote),
      escape: text(marks.escape),
      delimiter: text(marks.delimiter),
    })
    this.start = new Int32Array(fields)
    this.end = new Int32Array(fields)
    this.kind = new Uint8Array(fields)
    for (const byte of [marks.delimiter, marks.quote, lf, cr]) if (byte >= 0) this.#special[byte] = 1
    this.#highest = this.#special.lastIndexOf(1)
  }

  scan(bytes: Buffer, from: number, to: number, last: boolean, base: number, limit: number): Scanned {
    const { delimiter, quote, comment } = this.#marks
    const { start, end, kind } = this
    const special = this.#special
    const highest = this.#highest
    this.count = 0
    this.lines = 1
    let at = from
    const first = bytes[at]
    if (first === comment) return this.#skipLine(bytes, at, to, last, scanned.comment)
    if (first === lf || first === cr) return this.#skipLine(bytes, at, to, last, scanned.blank)
    for (;;) {
      const keep = this.count < limit
      const field = base + this.count
      if (at < to && bytes[at] === quote) {
        const close = this.#closeOf(bytes, at + 1, to)
        if (close < 0 || (close + 1 >= to && !last)) {
          if (!last) return scanned.incomplete
          this.lines = 1
          return this.#damaged(bytes, { from, at: from, to, last, fault: quoteFault.open })
        }
        if (keep) this.#keepQuoted(bytes, field, at + 1, close)
        at = close + 1
        if (at < to && (special[bytes[at] ?? 0] !== 1 || bytes[at] === quote)) {
          return this.#damaged(bytes, { from, at, to, last, fault: quoteFault.behind })
        }
      } else {
        const begin = at
        for (; at < to; at++) {
          const byte = bytes[at] ?? 0
          if (byte <= highest && special[byte] === 1) break
        }
        if (keep) {
          start[field] = begin
          end[field] = at
          kind[field] = fieldKind.bare
        }
      }
      this.count++
      if (at >= to) {
        if (!last) return scanned.incomplete
        this.next = at
        return scanned.row
      }
      const byte = bytes[at]
      if (byte === delimiter) {
        at++
        if (at >= to && !last) return scanned.incomplete
        continue
      }
      if (byte === quote) return this.#damaged(bytes, { from, at, to, last, fault: quoteFault.inside })
      return this.#lineBreak(bytes, at, to, last) ? scanned.row : scanned.incomplete
    }
  }

  #escapes = 0

  /** The quote that closes the field begun at `at`; -1 when it does not come. Counts lines and escapes. */
  #closeOf(bytes: Buffer, at: number, to: number): number {
    const { quote, escape } = this.#marks
    this.#escapes = 0
    for (let i = at; i < to; i++) {
      const byte = bytes[i]
      if (byte === lf || (byte === cr && bytes[i + 1] !== lf)) this.lines++
      else if (byte === escape) {
        const escaped = i + 1 < to && (bytes[i + 1] === quote || bytes[i + 1] === escape)
        if (escaped) {
          this.#escapes++
          i++
        } else if (escape === quote) return i
      } else if (byte === quote) return i
    }
    return -1
  }

  #keepQuoted(bytes: Buffer, field: number, from: number, to: number): void {
    this.kind[field] = fieldKind.quoted
    this.start[field] = from
    this.end[field] = to
    if (this.#escapes === 0) return
    const { quote, escape } = this.#marks
    let out = this.side
    this.start[field] = out
    for (let i = from; i < to; i++) {
      if (bytes[i] === escape && (bytes[i + 1] === quote || bytes[i + 1] === escape) && i + 1 < to) i++
      bytes[out++] = bytes[i] ?? 0
    }
    this.end[field] = out
    this.side = out
  }

  #lineBreak(bytes: Buffer, at: number, to: number, last: boolean): boolean {
    if (bytes[at] === cr) {
      if (at + 1 >= to && !last) return false
      this.next = at + (at + 1 < to && bytes[at + 1] === lf ? 2 : 1)
    } else {
      this.next = at + 1
    }
    return true
  }

  #skipLine(bytes: Buffer, from: number, to: number, last: boolean, verdict: Scanned): Scanned {
    let at = from
    while (at < to && bytes[at] !== lf && bytes[at] !== cr) at++
    if (at < to) return this.#lineBreak(bytes, at, to, last) ? verdict : scanned.incomplete
    this.next = at
    return last ? verdict : scanned.incomplete
  }

  /** Gives up the record and goes on behind the line that holds the fault, at `at`; behind its first if a quote of it ran on. */
  #damaged(
    bytes: Buffer,
    { from, at, to, last, fault }: { from: number; at: number; to: number; last: boolean; fault: string },
  ): Scanned {
    const ranOn = this.lines > 1 && this.#quoted.runsOn(bytes, from, at)
    if (ranOn) this.lines = 1
    this.fault = ranOn ? quoteFault.open : fault
    return this.#skipLine(bytes, ranOn ? from : at, to, last, scanned.damaged)
  }
}
