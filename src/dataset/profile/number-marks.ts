const zero = 48
const nine = 57
const minus = 45
const point = 46
const comma = 44

/** So many values show how the numbers of a column are written. */
const enough = 1000

/** Which marks the numbers of one column have, as far as one source tells: `1.250` is a number in two ways, `12,50` in one. */
export class NumberMarks {
  /** So far its numbers may be those with points between thousands. */
  mayBeGrouped = true
  /** So far its texts are numbers with the marks of Europe; not more are looked at than show it. */
  isEuropean = false
  #groups = 0
  #texts = 0
  #shown: string | undefined

  /** A value, while `mayBeGrouped`. Answers whether it is the first with a point that may stand between thousands. */
  addNumber(bytes: Buffer, from: number, to: number): boolean {
    this.mayBeGrouped = mayGroup(bytes, from, to)
    return this.mayBeGrouped && to - from >= 5 && ++this.#groups === 1
  }

  /** The value by which the column became text. */
  beginText(bytes: Buffer, from: number, to: number): void {
    this.isEuropean = true
    this.addText(bytes, from, to)
  }

  /** A value of a column that is text, while `isEuropean`. */
  addText(bytes: Buffer, from: number, to: number): void {
    if (++this.#texts > enough) return
    this.isEuropean = hasEuropeanMarks(bytes, from, to)
    if (!this.isEuropean || this.#shown !== undefined) return
    const text = bytes.toString('latin1', from, to)
    if (isOnlyEuropean(text)) this.#shown = text
  }

  /** Of texts that are numbers with the marks of Europe: the first that can be nothing else. */
  get european(): string | undefined {
    return this.isEuropean ? this.#shown : undefined
  }
}

/** Whether a number may be one whose points stand between thousands: `1.250`, and `12` as well. */
function mayGroup(bytes: Buffer, from: number, to: number): boolean {
  const first = bytes[from] === minus ? from + 1 : from
  const size = to - first
  if (size <= 3) return bytes[first + 1] !== point
  return size >= 5 && size <= 7 && bytes[to - 4] === point && bytes[first] !== zero
}

/** Whether a text is of digits, points and one comma before the last digits, as a number is in much of Europe. */
function hasEuropeanMarks(bytes: Buffer, from: number, to: number): boolean {
  let commas = 0
  for (let at = bytes[from] === minus ? from + 1 : from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte === comma) commas++
    else if (byte === point ? commas > 0 : byte < zero || byte > nine) return false
  }
  return commas < 2 && to > from
}

/** Whether a number can be no other than one of these: `12,50`, `1.250,00`, `1.250.000`. */
function isOnlyEuropean(text: string): boolean {
  return /^-?(\d+,(\d{1,2}|\d{4,})|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})$/.test(text)
}
