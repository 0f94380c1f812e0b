import { fieldKind } from '../batch.ts'
import type { Column } from '../column.ts'
import { mostRealDigits } from '../create-table.ts'
import { decimal, isInteger, scanDecimal } from '../fields/number-field.ts'
import { NumberMarks } from './number-marks.ts'
import { hasShape, isDate, scanTimestamp, timestamp, type TimestampShape } from '../fields/time-field.ts'
import { type Narrow, whyText } from './why-text.ts'

const wordTrue = Buffer.from('true')
const wordFalse = Buffer.from('false')

/** In the order in which they are preferred. */
const narrow: readonly Narrow[] = ['boolean', 'integer', 'decimal', 'real', 'date', 'timestamp']
const ofStrings: ReadonlySet<Narrow> = new Set<Narrow>(['date', 'timestamp'])
const ofNumbers: ReadonlySet<Narrow> = new Set<Narrow>(['integer', 'decimal', 'real'])

/** What can still be said of one column: each value strikes the types that would not give it back. */
export class ColumnProfile {
  #possible: Narrow[] = [...narrow]
  /** In the order in which they were ruled out. */
  readonly #struck: Narrow[] = []
  #values = 0
  #texts = false
  /** Numbers and truth values of JSON, and nested values. */
  #others = false
  #scale = -1
  #whole = 0
  #shape: TimestampShape | undefined
  #because: string | undefined
  readonly #marks = new NumberMarks()
  /** The first number that may have a point between its thousands, and where it stands. */
  #grouped: string | undefined
  /** The value that ruled a type out, and where it stands. */
  readonly #ruledOut = new Map<Narrow, string>()

  add(bytes: Buffer, from: number, to: number, kind: number, line: number | undefined, row: number): void {
    this.#values++
    if (kind <= fieldKind.string) this.#texts = true
    else this.#others = true
    if (this.#marks.mayBeGrouped && kind !== fieldKind.number && this.#marks.addNumber(bytes, from, to))
      this.#grouped = `${line === undefined ? `row ${row}` : `line ${line}`}: "${bytes.toString('latin1', from, to)}"`
    const possible = this.#possible
    const open = possible.length
    for (let i = 0; i < possible.length; i++) {
      const type = possible[i]
      if (type === undefined || this.#fits(type, bytes, from, to, kind)) continue
      possible.splice(i--, 1)
      this.#struck.push(type)
    }
    if (this.#marks.isEuropean) this.#marks.addText(bytes, from, to)
    if (open === possible.length) return
    const text = bytes.toString('utf8', from, Math.min(to, from + 60))
    const place = line === undefined ? `row ${row}` : `line ${line}`
    for (const type of this.#struck.slice(possible.length - open))
      this.#ruledOut.set(type, `${place}: ${JSON.stringify(text)}`)
    if (possible.length > 0) return
    if (kind !== fieldKind.string) this.#marks.beginText(bytes, from, to)
    const how = { earlier: this.#values > 1, isString: kind === fieldKind.string }
    const reason = whyText(text, this.#struck.slice(-open), how)
    if (reason !== undefined) this.#because = `${place}: ${JSON.stringify(text)} ${reason}`
  }

  /** Of a decimal all of whose points may stand between thousands: its first one, and where it stands. */
  grouped(): string | undefined {
    const [type] = this.#possible
    return this.#marks.mayBeGrouped && (type === 'decimal' || type === 'real') ? this.#grouped : undefined
  }

  /** Of a text whose values are numbers with the marks of Europe: the first that can be nothing else. */
  european(): string | undefined {
    return this.#marks.european
  }

  #fits(type: Narrow, bytes: Buffer, from: number, to: number, kind: number): boolean {
    if (kind === fieldKind.string && !ofStrings.has(type)) return false
    if (kind === fieldKind.number && !ofNumbers.has(type)) return false
    switch (type) {
      case 'boolean':
        return isTruth(bytes, from, to)
      case 'integer':
        return isInteger64(bytes, from, to)
      case 'decimal':
        return this.#fitsDecimal(bytes, from, to)
      case 'real':
        return isReal(bytes, from, to, kind === fieldKind.number)
      case 'date':
        return isDate(bytes, from, to)
      case 'timestamp':
        return this.#fitsTimestamp(bytes, from, to)
      default:
        return false
    }
  }

  /** One scale for all, and every digit as it would be printed. */
  #fitsDecimal(bytes: Buffer, from: number, to: number): boolean {
    if (!scanDecimal(bytes, from, to) || decimal.fraction === 0) return false
    const minus = bytes[from] === 45
    if (bytes[minus ? from + 1 : from] === 46) return false
    if (minus && isZero(bytes, from + 1, to)) return false
    if (this.#scale < 0) this.#scale = decimal.fraction
    this.#whole = Math.max(this.#whole, decimal.whole)
    return this.#scale === decimal.fraction
  }

  #fitsTimestamp(bytes: Buffer, from: number, to: number): boolean {
    if (!scanTimestamp(bytes, from, to)) return false
    const { separator, fraction, zone } = timestamp
    this.#shape ??= { separator, fraction, zoned: zone === 'utc' }
    return hasShape(this.#shape)
  }

  typed(): Omit<Column, 'name'> {
    const type = this.#values === 0 ? undefined : this.#possible[0]
    if (type === 'decimal') {
      const digits = this.#whole + this.#scale
      const precision = digits <= mostRealDigits ? mostRealDigits : digits
      return { type, precision, scale: this.#scale, open: true }
    }
    if (type === 'timestamp') {
      return { type, zoned: this.#shape?.zoned ?? false, scale: this.#shape?.fraction ?? 0 }
    }
    return { type: type ?? (this.#others ? 'json' : 'text') }
  }

  /** How many values there were, and which of them speaks for the type: that it is no narrower one, or no value does not fit. */
  evidence(): { readonly values: number; readonly text: string } {
    const known = this.because()
    const { type } = this.typed()
    const narrower: readonly Narrow[] =
      type === 'real' ? ['integer', 'decimal'] : type === 'decimal' ? ['integer'] : []
    const which = narrower.find((each) => this.#ruledOut.has(each))
    const value = which === undefined ? undefined : this.#ruledOut.get(which)
    const text = value === undefined ? 'every value fits' : `${value} is no ${which}`
    return { values: this.#values, text: known ?? text }
  }

  /** Why the type is not a narrower one; `undefined` where that says nothing that a reader does not see. */
  because(): string | undefined {
    if (this.#values === 0) return 'it has no value'
    if (this.#possible.length > 0) return undefined
    return this.#others && this.#texts ? 'it has values of several kinds' : this.#because
  }
}

function isTruth(bytes: Buffer, from: number, to: number): boolean {
  const length = to - from
  const word = length === 4 ? wordTrue : wordFalse
  if (length !== word.length) return false
  for (let i = 0; i < length; i++) if (bytes[from + i] !== word[i]) return false
  return true
}

function isInteger64(bytes: Buffer, from: number, to: number): boolean {
  if (!isInteger(bytes, from, to)) return false
  if (to - from <= 18) return true
  if (to - from > 20) return false
  const text = bytes.toString('latin1', from, to)
  return String(BigInt.asIntN(64, BigInt(text))) === text
}

/** A number of JSON is a double by its nature; it need not look the same, but it must be the same. */
function isReal(bytes: Buffer, from: number, to: number, number: boolean): boolean {
  const first = bytes[from] ?? 0
  const digit = (first >= 48 && first <= 57) || first === 45
  if (!digit || to - from > 32) return false
  if (!number && scanDecimal(bytes, from, to) && decimal.whole + decimal.fraction <= mostRealDigits)
    return isShortest(bytes, from, to)
  const text = bytes.toString('latin1', from, to)
  const value = Number(text)
  if (!Number.isFinite(value)) return false
  return String(value) === text || (number && text.replace(/e.*/i, '').replaceAll(/\D/g, '').length <= 15)
}

/** Of a decimal just scanned, of digits that a double carries: whether JavaScript would print just these. */
function isShortest(bytes: Buffer, from: number, to: number): boolean {
  const minus = bytes[from] === 45
  const size = Math.abs(decimal.value)
  if (size === 0) return !minus && decimal.fraction === 0
  if (size < 1e-6) return false
  return bytes[minus ? from + 1 : from] !== 46 && (decimal.fraction === 0 || bytes[to - 1] !== 48)
}

function isZero(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 48 && bytes[at] !== 46) return false
  return true
}
