import type { ByteOut } from '../file-format/byte-out.ts'
import { powersOfTen } from './number-field.ts'

/** Digits of `value` as people and every database read them. */
export function printInteger(out: ByteOut, value: number | bigint): void {
  if (typeof value === 'bigint') return out.ascii(String(value))
  if (value < 0) out.byte(45)
  out.whole(Math.abs(value))
}

/**
 * A decimal that is kept as a double, with its scale's digits behind the point. Up to 15 digits the product below
 * is off by less than a half, so rounding finds the very digits that were read.
 */
export function printDecimal(out: ByteOut, value: number, scale: number | undefined): void {
  const power = powersOfTen[scale ?? 0] ?? Number.POSITIVE_INFINITY
  const scaled = Math.round(Math.abs(value) * power)
  if (scale === undefined || scaled > Number.MAX_SAFE_INTEGER) return out.ascii(plainDecimal(value, scale))
  if (value < 0 && scaled !== 0) out.byte(45)
  if (scale === 0) return out.whole(scaled)
  const whole = Math.floor(scaled / power)
  out.whole(whole)
  out.byte(46)
  out.whole(scaled - whole * power, scale)
}

const places = 6
const power = 10 ** places

/**
 * The shortest text that names the double. Most have few digits: one of 15 at most that names it is the shortest, for no
 * other of 15 does.
 */
export function printDouble(out: ByteOut, value: number): void {
  const size = Math.abs(value)
  const scaled = Math.round(size * power)
  if (!(size < 1e9 && scaled / power === size) || Object.is(value, -0)) return out.ascii(String(value))
  if (value < 0) out.byte(45)
  const whole = Math.floor(scaled / power)
  out.whole(whole)
  const rest = scaled - whole * power
  if (rest === 0) return
  out.byte(46)
  out.whole(rest, places)
  while (out.bytes[out.at - 1] === 48) out.at--
}

const mostPlaces = 100

/** Without an exponent, whatever its size. */
function plainDecimal(value: number, scale: number | undefined): string {
  const text = scale === undefined ? String(value) : value.toFixed(scale)
  if (!text.includes('e')) return text
  return Math.abs(value) >= 1 ? String(BigInt(value)) : value.toFixed(mostPlaces).replace(/0+$/, '')
}
