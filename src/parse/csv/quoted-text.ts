import { breaksIn } from './line-ends.ts'

/** Quoted fields whose quote and escape may be any text. */
export class QuotedText {
  readonly #quote: Buffer
  readonly #escape: Buffer
  readonly #delimiter: Buffer
  readonly #doubled: boolean
  /** What stands between the quotes of the field looked at last. */
  start = 0
  end = 0
  escapes = 0

  constructor({ quote, escape, delimiter }: { quote: string; escape: string; delimiter: string }) {
    this.#quote = Buffer.from(quote)
    this.#escape = Buffer.from(escape)
    this.#delimiter = Buffer.from(delimiter)
    this.#doubled = quote === escape
  }

  /** Whether the field begins with a quote. */
  opens(bytes: Buffer, from: number, to: number): boolean {
    return stands(this.#quote, bytes, from, to)
  }

  /** Whether the quote that the field begins with is closed at its end. */
  closes(bytes: Buffer, from: number, to: number): boolean {
    this.start = from + this.#quote.length
    this.end = this.closeOf(bytes, from, to)
    return this.end + this.#quote.length === to
  }

  /** Where the quote that opens at `from` is closed; `to` when it is not. */
  closeOf(bytes: Buffer, from: number, to: number): number {
    this.escapes = 0
    for (let at = from + this.#quote.length; at < to;) {
      const pair = this.#pairAt(bytes, at, to)
      if (pair > 0) {
        this.escapes++
        at += pair
      } else if (stands(this.#quote, bytes, at, to)) return at
      else at++
    }
    return to
  }

  /**
   * Whether a quote of the record begun at `from`, found damaged at `to`, is never closed: the one that seemed to close it, lines
   * below, stands where a field begins, so it opens that one.
   */
  runsOn(bytes: Buffer, from: number, to: number): boolean {
    const [quote, delimiter] = [this.#quote, this.#delimiter]
    for (let at = from; at < to;) {
      let end = at
      if (this.opens(bytes, at, to)) {
        end = this.closeOf(bytes, at, to)
        if (breaksIn(bytes, at, end) > 0 && this.#beginsField(bytes, end)) return true
        end += quote.length
      }
      const next = bytes.indexOf(delimiter, end)
      if (next < 0) return false
      at = next + delimiter.length
    }
    return false
  }

  #beginsField(bytes: Buffer, at: number): boolean {
    const before = bytes[at - 1]
    const { length } = this.#delimiter
    return before === 10 || before === 13 || stands(this.#delimiter, bytes, at - length, at)
  }

  /** Writes the field looked at last to `out` without its escapes; answers the offset behind it. */
  unescape(bytes: Buffer, out: number): number {
    let to = out
    for (let at = this.start; at < this.end;) {
      const pair = this.#pairAt(bytes, at, this.end)
      const skip = pair > 0 ? this.#escape.length : 0
      const size = pair > 0 ? pair - skip : 1
      bytes.copyWithin(to, at + skip, at + skip + size)
      to += size
      at += skip + size
    }
    return to
  }

  /** The bytes of an escape with what it escapes, a quote or another escape; 0 when none stands there. */
  #pairAt(bytes: Buffer, at: number, to: number): number {
    const [quote, escape] = [this.#quote, this.#escape]
    if (!stands(escape, bytes, at, to)) return 0
    const next = at + escape.length
    if (stands(quote, bytes, next, to)) return escape.length + quote.length
    return !this.#doubled && stands(escape, bytes, next, to) ? 2 * escape.length : 0
  }
}

function stands(mark: Buffer, bytes: Buffer, at: number, to: number): boolean {
  const { length } = mark
  if (length === 0 || at + length > to || bytes[at] !== mark[0]) return false
  return length === 1 || mark.compare(bytes, at, at + length) === 0
}
