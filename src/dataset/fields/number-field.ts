/** Numbers read from the bytes of a field. Loops are plain: they run for every field of every row. */

const minus = 45
const plus = 43
const point = 46
const zero = 48
/** More digits than this and a number is no longer exact as a double. */
const exactDigits = 15

export const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/** Digits with at most one minus, as it would be printed: no leading zero, no plus, no `-0`. */
export function isInteger(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  if (bytes[at] === minus) at++
  if (at === end || (bytes[at] === zero && (end - at > 1 || at > start))) return false
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) return false
  }
  return true
}

/** The integer of at most 15 digits that the field is; NaN for anything else, an integer that is longer too. */
export function smallInteger(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  const negative = bytes[at] === minus
  if (negative) at++
  const digits = end - at
  if (digits < 1 || digits > exactDigits || (bytes[at] === zero && (digits > 1 || negative)))
    return Number.NaN
  let value = 0
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return negative ? -value : value
}

/** What `scanDecimal` found; valid until it is called again. */
export const decimal = {
  value: 0,
  /** Before the point, a lone zero not counted. */
  whole: 0,
  /** After the point. */
  fraction: 0,
}

/**
 * Reads `-?digits(.digits)?` (`.5` too, no superfluous leading zero) into `decimal`. Its value is the nearest
 * double: exact mantissa over exact power of ten when both are, else as `Number` reads it.
 */
export function scanDecimal(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  const negative = bytes[at] === minus
  if (negative) at++
  const first = at
  let dot = -1
  let value = 0
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte === point && dot < 0) {
      dot = at
      continue
    }
    const digit = byte - zero
    if (digit < 0 || digit > 9) return false
    value = value * 10 + digit
  }
  const whole = (dot < 0 ? end : dot) - first
  const fraction = dot < 0 ? 0 : end - dot - 1
  if (whole + fraction === 0 || (dot >= 0 && fraction === 0)) return false
  if (whole > 1 && bytes[first] === zero) return false
  decimal.whole = whole === 1 && bytes[first] === zero ? 0 : whole
  decimal.fraction = fraction
  if (decimal.whole + fraction <= exactDigits) {
    value /= powersOfTen[fraction] ?? 1
    decimal.value = negative && value !== 0 ? -value : value
  } else {
    decimal.value = Number(latin1(bytes, start, end))
  }
  return true
}

/** The double that a number with or without an exponent names; NaN for what is none, or is too large for one. */
export function real(bytes: Uint8Array, start: number, end: number): number {
  if (scanDecimal(bytes, start, end)) return Number.isFinite(decimal.value) ? decimal.value : Number.NaN
  const text = latin1(bytes, start, end)
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number.NaN
  const value = Number(text)
  return Number.isFinite(value) ? value + 0 : Number.NaN
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
}

export function isSign(byte: number | undefined): boolean {
  return byte === minus || byte === plus
}
