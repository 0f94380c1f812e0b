import { CsvError, parse, type Options } from 'csv-parse/sync'
import { fieldKind } from '../../dataset/batch.ts'
import { Bug } from '../../diagnostic/failure.ts'
import type { CsvMarks } from './csv-marks.ts'
import { breaksIn, lineEnd, wholeLines } from './line-ends.ts'
import { QuotedText } from './quoted-text.ts'
import { type RecordScanner, type Scanned, quoteFault, scanned } from './record-scanner.ts'

/** Where a record ends, and each of its fields, counted from the first byte of what csv-parse was given. */
interface Found {
  readonly ends: readonly number[]
  readonly next: number
}

const piece = 1 << 14
/** No byte of UTF-8: it stands in for the comment mark where a line begins, and only there. */
const commentByte = 0xff

/**
 * Finds records with marks of any length, and with stray quotes. csv-parse says where records and fields end; it is given
 * whole lines, a piece at a time, and begins anew behind a record that it cannot take, so that none is lost with it.
 */
export class TolerantScanner implements RecordScanner {
  readonly #delimiter: number
  readonly #quote: number
  readonly #comment: Buffer
  readonly #quoted: QuotedText
  readonly #options: Options
  readonly start: Int32Array
  readonly end: Int32Array
  readonly kind: Uint8Array
  next = 0
  count = 0
  lines = 0
  fault = ''
  side = 0
  /** The records ahead, and the first byte of the piece they were found in, counted from the record that comes next. */
  #found: Found[] = []
  #at = 0
  #origin = 0
  /** The ends of the fields of a record that is not finished. */
  #ends: number[] = []

  constructor(marks: CsvMarks, fields: number) {
    this.start = new Int32Array(fields)
    this.end = new Int32Array(fields)
    this.kind = new Uint8Array(fields)
    this.#delimiter = Buffer.byteLength(marks.delimiter)
    this.#quote = Buffer.byteLength(marks.quote)
    this.#comment = Buffer.from(marks.comment)
    this.#quoted = new QuotedText(marks)
    this.#options = this.#optionsFor(marks)
  }

  /** Everything as single bytes, so that what is no UTF-8 passes as it is. */
  #optionsFor({ delimiter, quote, escape, comment, strayQuotes }: CsvMarks): Options {
    const latin = (text: string): string => Buffer.from(text).toString('latin1')
    return {
      encoding: 'latin1',
      delimiter: latin(delimiter),
      quote: quote === '' ? null : latin(quote),
      escape: quote === '' || escape === '' ? null : latin(escape),
      comment: comment === '' ? null : latin1(commentByte),
      comment_no_infix: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: strayQuotes === 'keep',
      cast: (_, { bytes }) => {
        this.#ends.push(bytes)
        return ''
      },
      on_record: (_, { bytes }) => {
        this.#found.push({ ends: this.#ends, next: bytes })
        this.#ends = []
        return null
      },
    }
  }

  scan(bytes: Buffer, from: number, to: number, last: boolean, base: number, limit: number): Scanned {
    this.count = 0
    this.lines = 1
    const first = bytes[from]
    const isBlank = first === 10 || first === 13
    if (isBlank || this.#isComment(bytes, from, to)) {
      const end = lineEnd(bytes, from, to, last)
      if (end < 0) return scanned.incomplete
      if (isBlank && this.#at < this.#found.length) this.#at++
      this.#pass(from, end)
      return isBlank ? scanned.blank : scanned.comment
    }
    if (this.#at >= this.#found.length) {
      const fault = this.#look(bytes, from, to, last)
      if (fault !== undefined)
        return fault === '' ? scanned.incomplete : this.#damaged(bytes, from, to, fault)
    }
    const found = this.#found[this.#at++]
    return found === undefined ? scanned.incomplete : this.#take(found, bytes, { from, to, base, limit })
  }

  #isComment(bytes: Buffer, from: number, to: number): boolean {
    const mark = this.#comment
    return mark.length > 0 && to - from >= mark.length && mark.compare(bytes, from, from + mark.length) === 0
  }

  /** Finds records from `from` on. Answers a fault when the first is damaged, `''` when it needs more bytes. */
  #look(bytes: Buffer, from: number, to: number, last: boolean): string | undefined {
    this.#origin = 0
    for (let size = piece; ; size *= 4) {
      const whole = from + size >= to
      const end = whole && last ? to : wholeLines(bytes, from, Math.min(to, from + size), to)
      const fault = end > from ? this.#parse(bytes.subarray(from, end)) : ''
      if (this.#found.length > 0) return undefined
      const open = fault === '' || fault === quoteFault.open
      if (whole && last && fault === '') throw new Bug('csv-parse found no record and no fault in a line')
      if (whole || !open) return open && !last ? '' : fault
    }
  }

  #parse(bytes: Buffer): string {
    this.#found = []
    this.#at = 0
    this.#ends = []
    try {
      parse(this.#comment.length === 0 ? bytes : this.#withComments(bytes), this.#options)
      return ''
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      if (error.code === 'CSV_QUOTE_NOT_CLOSED') return quoteFault.open
      return error.code === 'CSV_INVALID_CLOSING_QUOTE' ? quoteFault.behind : quoteFault.inside
    }
  }

  /** csv-parse takes a comment mark behind a closing quote for the end of the field; it is shown none but at lines' starts. */
  #withComments(bytes: Buffer): Buffer {
    const copy = Buffer.from(bytes)
    for (let at = copy.indexOf(commentByte); at >= 0; at = copy.indexOf(commentByte, at)) copy[at] = 0xfe
    for (let at = 0; at < bytes.length; at = lineEnd(bytes, at, bytes.length, true))
      if (this.#isComment(bytes, at, bytes.length)) copy[at] = commentByte
    return copy
  }

  #take(
    { ends, next }: Found,
    bytes: Buffer,
    { from, to, base, limit }: { from: number; to: number; base: number; limit: number },
  ): Scanned {
    const zero = from - this.#origin
    const recordEnd = zero + (ends.at(-1) ?? 0)
    this.lines = 1 + breaksIn(bytes, from, recordEnd)
    this.count = ends.length
    let begin = from
    for (let index = 0; index < ends.length; index++) {
      const end = zero + (ends[index] ?? 0)
      if (!this.#keep(bytes, begin, end, base + index, index < limit)) return this.#runOn(bytes, from, to)
      begin = end + this.#delimiter
    }
    this.#pass(from, zero + next)
    return scanned.row
  }

  /** Answers whether the field is one: a stray quote must not have run on into the next line. */
  #keep(bytes: Buffer, from: number, to: number, field: number, room: boolean): boolean {
    const quoted = this.#quoted
    const opens = quoted.opens(bytes, from, to)
    const whole = opens && quoted.closes(bytes, from, to)
    if (opens && !whole && breaksIn(bytes, from, to) > 0) return false
    if (!room) return true
    this.kind[field] = whole ? fieldKind.quoted : fieldKind.bare
    this.start[field] = whole ? quoted.start : from
    this.end[field] = whole ? quoted.end : to
    if (!whole || quoted.escapes === 0) return true
    this.start[field] = this.side
    this.side = quoted.unescape(bytes, this.side)
    this.end[field] = this.side
    return true
  }

  /** What begins at the record's second line is looked at anew. */
  #runOn(bytes: Buffer, from: number, to: number): Scanned {
    this.#found = []
    return this.#damaged(bytes, from, to, quoteFault.open)
  }

  /** Gives up the record and goes on behind the line that holds the fault; behind its first if a quote of it ran on. */
  #damaged(bytes: Buffer, from: number, to: number, fault: string): Scanned {
    const end = this.#ends.at(-1)
    const field = fault === quoteFault.open || end === undefined ? from : from + end + this.#delimiter
    const place = fault === quoteFault.behind ? this.#quoted.closeOf(bytes, field, to) : field
    const ranOn = this.#quoted.runsOn(bytes, from, place + this.#quote)
    const at = ranOn ? from : place
    this.fault = ranOn ? quoteFault.open : fault
    this.lines = 1 + breaksIn(bytes, from, at)
    this.#found = []
    this.#pass(from, lineEnd(bytes, at, to, true))
    return scanned.damaged
  }

  #pass(from: number, next: number): void {
    this.next = next
    this.#origin += next - from
    if (this.#at >= this.#found.length) this.#found = []
  }
}

function latin1(byte: number): string {
  return String.fromCharCode(byte)
}
