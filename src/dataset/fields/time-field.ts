/** Dates and timestamps read from the bytes of a field. */
import type { Column } from '../column.ts'
import { isSign } from './number-field.ts'

const zero = 48
const colon = 58
const hyphen = 45
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Two digits as a number; NaN when they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - zero
  const ones = (bytes[at + 1] ?? 0) - zero
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones
}

/** Whether the ten bytes at `at` are a day that exists, `YYYY-MM-DD`, from year 1 on. */
function isDay(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== hyphen || bytes[at + 7] !== hyphen) return false
  const year = two(bytes, at) * 100 + two(bytes, at + 2)
  const month = two(bytes, at + 5)
  const day = two(bytes, at + 8)
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (monthDays[month - 1] ?? 0) + (leap ? 1 : 0)
}

export function isDate(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 10 && isDay(bytes, start)
}

/** What `scanTimestamp` found; valid until it is called again. */
export const timestamp = {
  /** The byte between day and time: `T` or a space. */
  separator: 0,
  seconds: false,
  /** Digits of the seconds' fraction. */
  fraction: 0,
  /** Where the zone begins: the end of the time. */
  timeEnd: 0,
  zone: 'none' as 'none' | 'utc' | 'offset',
  /** East of UTC. */
  offsetMinutes: 0,
}

/** Reads `YYYY-MM-DD[T ]HH:MM[:SS[.f…]][Z | ±HH[[:]MM]]` into `timestamp`; at most nine digits of fraction. */
export function scanTimestamp(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 16 || !isDay(bytes, start)) return false
  timestamp.separator = bytes[start + 10] ?? 0
  if (timestamp.separator !== 0x54 && timestamp.separator !== 0x20) return false
  if (!(two(bytes, start + 11) <= 23 && two(bytes, start + 14) <= 59) || bytes[start + 13] !== colon)
    return false
  let at = start + 16
  timestamp.seconds = at < end && bytes[at] === colon
  timestamp.fraction = 0
  if (timestamp.seconds) {
    if (end - at < 3 || !(two(bytes, at + 1) <= 59)) return false
    at += 3
    if (at < end && bytes[at] === 46) {
      const from = ++at
      while (at < end && isDigit(bytes[at])) at++
      timestamp.fraction = at - from
      if (timestamp.fraction === 0 || timestamp.fraction > 9) return false
    }
  }
  timestamp.timeEnd = at
  return scanZone(bytes, at, end)
}

function scanZone(bytes: Uint8Array, at: number, end: number): boolean {
  timestamp.zone = 'none'
  timestamp.offsetMinutes = 0
  if (at === end) return true
  if (bytes[at] === 0x5a) {
    timestamp.zone = 'utc'
    return at + 1 === end
  }
  if (!isSign(bytes[at])) return false
  const withColon = bytes[at + 3] === colon
  const length = end - at
  const hours = two(bytes, at + 1)
  const minutes = length === 3 ? 0 : two(bytes, at + (withColon ? 4 : 3))
  if (length !== 3 && length !== (withColon ? 6 : 5)) return false
  if (!(hours <= 15 && minutes <= 59)) return false
  timestamp.zone = 'offset'
  timestamp.offsetMinutes = (hours * 60 + minutes) * (bytes[at] === hyphen ? -1 : 1)
  return true
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= 57
}

/** How the timestamps of a column are written: the first one decides, the others follow. */
export interface TimestampShape {
  readonly separator: number
  readonly fraction: number
  readonly zoned: boolean
}

/** The first timestamp of a column, just scanned, decides what its declaration leaves open. */
export function firstShape(column: Column | undefined): TimestampShape {
  return {
    separator: timestamp.separator,
    fraction: column?.scale ?? timestamp.fraction,
    zoned: column?.zoned ?? timestamp.zone !== 'none',
  }
}

/** Whether the timestamp just scanned stands in that shape already. */
export function hasShape(shape: TimestampShape): boolean {
  return (
    timestamp.seconds &&
    timestamp.separator === shape.separator &&
    timestamp.fraction === shape.fraction &&
    timestamp.zone === (shape.zoned ? 'utc' : 'none')
  )
}

/**
 * The timestamp just scanned, in that shape: moved to UTC, its fraction padded with zeros (never cut: digits that
 * do not fit stay). `undefined` when it would leave the years 1 to 9999.
 */
export function inShape(bytes: Uint8Array, start: number, shape: TimestampShape): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, timestamp.timeEnd - start).toString(
    'latin1',
  )
  const minute = shape.zoned ? toUtc(text.slice(0, 16)) : text.slice(0, 16)
  if (minute === undefined) return undefined
  const digits = text.slice(20).replace(/0+$/, '').padEnd(shape.fraction, '0')
  const seconds = timestamp.seconds ? text.slice(16, 19) : ':00'
  const separator = String.fromCharCode(shape.separator)
  const fraction = digits === '' ? '' : `.${digits}`
  return `${minute.slice(0, 10)}${separator}${minute.slice(11)}${seconds}${fraction}${shape.zoned ? 'Z' : ''}`
}

function toUtc(minute: string): string | undefined {
  if (timestamp.offsetMinutes === 0) return minute
  const local = Date.parse(`${minute.slice(0, 10)}T${minute.slice(11)}Z`)
  const utc = new Date(local - timestamp.offsetMinutes * 60_000)
  const year = utc.getUTCFullYear()
  return year < 1 || year > 9999 ? undefined : utc.toISOString().slice(0, 16)
}
