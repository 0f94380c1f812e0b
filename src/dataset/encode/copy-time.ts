import type { ByteOut } from '../file-format/byte-out.ts'
import type { DatasetCursor } from '../file-format/dataset-cursor.ts'
import { isDate, scanTimestamp, timestamp } from '../fields/time-field.ts'

const secondsADay = 86_400

/** PostgreSQL counts from 2000-01-01: dates in days, timestamps in microseconds. In days since March 1 of year 0. */
const epoch = 730_425

/**
 * A day that exists, `YYYY-MM-DD`, as a number. A year of 365 days begins in March here, so that its leap day is the last one;
 * months have 30.6 days then.
 */
export function dayAt(bytes: Buffer, at: number): number {
  const month = digits(bytes, at + 5, 2)
  const year = digits(bytes, at, 4) - (month <= 2 ? 1 : 0)
  const leaps = ((year / 4) | 0) - ((year / 100) | 0) + ((year / 400) | 0)
  const ofYear = ((153 * (month + (month <= 2 ? 9 : -3)) + 2) / 5) | 0
  return 365 * year + leaps + ofYear + digits(bytes, at + 8, 2) - 1 - epoch
}

function digits(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) value = value * 10 + (bytes[at + i] ?? 48) - 48
  return value
}

export function putDate(out: ByteOut, cursor: DatasetCursor, column: number): void {
  const size = cursor.textSize(column)
  const at = cursor.at[column] ?? 0
  if (!isDate(cursor.bytes, at, at + size)) throw cursor.fault(column, `is no date: ${cursor.text(column)}`)
  out.int32(4)
  out.int32(dayAt(cursor.bytes, at))
}

export function putTimestamp(out: ByteOut, cursor: DatasetCursor, column: number, zoned: boolean): void {
  const size = cursor.textSize(column)
  const at = cursor.at[column] ?? 0
  const { bytes } = cursor
  if (!scanTimestamp(bytes, at, at + size) || (!zoned && timestamp.zone !== 'none')) {
    throw cursor.fault(column, `is no timestamp${zoned ? '' : ' without a zone'}: ${cursor.text(column)}`)
  }
  const second = timestamp.seconds ? digits(bytes, at + 17, 2) : 0
  const minute = digits(bytes, at + 11, 2) * 60 + digits(bytes, at + 14, 2) - timestamp.offsetMinutes
  const seconds = dayAt(bytes, at) * secondsADay + minute * 60 + second
  const micros = microseconds(cursor, column, at + 20)
  out.int32(8)
  const whole = seconds * 1_000_000 + micros
  if (Number.isSafeInteger(whole)) out.int64(whole)
  else {
    out.room(8)
    out.at = out.bytes.writeBigInt64BE(BigInt(seconds) * 1_000_000n + BigInt(micros), out.at)
  }
}

function microseconds(cursor: DatasetCursor, column: number, at: number): number {
  const { fraction } = timestamp
  if (fraction === 0) return 0
  const known = Math.min(fraction, 6)
  if (fraction > 6 && digits(cursor.bytes, at + 6, fraction - 6) !== 0) {
    throw cursor.fault(
      column,
      `has more than microseconds, which PostgreSQL cannot store: ${cursor.text(column)}`,
    )
  }
  return digits(cursor.bytes, at, known) * 10 ** (6 - known)
}
