import type { DatasetCursor } from '../../../dataset/file-format/dataset-cursor.ts'
import { scanTimestamp, timestamp } from '../../../dataset/fields/time-field.ts'

const dayMs = 86_400_000

/** Days since 1970-01-01 of a date. Throws a `Failure` when it is none. */
export function daysOf(text: string, cursor: DatasetCursor, index: number): number {
  const ms = /^\d{4}-\d\d-\d\d$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms)) throw cursor.fault(index, 'is no date')
  return ms / dayMs
}

/** Units of so many digits of a second since 1970-01-01 of a timestamp. Throws a `Failure` when it is none. */
export function unitsOf(text: string, digits: number, cursor: DatasetCursor, index: number): bigint {
  const bytes = Buffer.from(text)
  if (!scanTimestamp(bytes, 0, bytes.length)) throw cursor.fault(index, 'is no timestamp')
  const { seconds, fraction, timeEnd, offsetMinutes } = timestamp
  const minute = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16)}:00Z`) / 1000 - offsetMinutes * 60
  const second = minute + (seconds ? Number(text.slice(17, 19)) : 0)
  const part = fraction === 0 ? '' : text.slice(timeEnd - fraction, timeEnd)
  return BigInt(second) * 10n ** BigInt(digits) + BigInt(part.padEnd(digits, '0'))
}
