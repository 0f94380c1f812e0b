import { inShape, isDate, scanTimestamp } from '../../dataset/fields/time-field.ts'
import type { Dialect } from '../../ports/database.ts'

/** UTC, and as many digits as a time can have: so written, times sort as texts. */
const full = { separator: 0x54, fraction: 9, zoned: true } as const

/** Whether it is a day, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const bytes = Buffer.from(text)
  return isDate(bytes, 0, bytes.length)
}

/** A time, or the first moment of a day, in UTC and with nine digits of fraction; one without a zone is UTC. */
export function instantOf(text: string): string | undefined {
  const bytes = Buffer.from(isDay(text) ? `${text}T00:00` : text)
  return scanTimestamp(bytes, 0, bytes.length) ? inShape(bytes, 0, full) : undefined
}

/** The same as a database takes it. */
export function timeParameter(instant: string, dialect: Dialect): string {
  return dialect === 'mysql' ? `${instant.slice(0, 10)} ${instant.slice(11, 26)}` : instant
}
