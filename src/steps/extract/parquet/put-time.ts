/** Days, times and instants of Parquet as ISO text. */
import type { ByteOut } from '../../../dataset/file-format/byte-out.ts'

/** `digits`: those of the fraction of a second, which say the unit. */
interface TimeShape {
  readonly digits: number
  readonly zoned: boolean
}

/** A day counted from 1970-01-01. */
export function putDate(out: ByteOut, days: number): void {
  // Counted in years that begin in March, so that the day of a leap year is the last one of its year.
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  if (year < 0) out.byte(45)
  out.whole(Math.abs(year), 4)
  out.byte(45)
  out.whole(month, 2)
  out.byte(45)
  out.whole(day, 2)
}

/** An instant or a wall-clock time counted from 1970-01-01. */
export function putTimestamp(out: ByteOut, units: bigint, shape: TimeShape): void {
  const perDay = 86_400n * 10n ** BigInt(shape.digits)
  let day = units / perDay
  let rest = units % perDay
  if (rest < 0n) {
    rest += perDay
    day -= 1n
  }
  putDate(out, Number(day))
  out.byte(0x54)
  putTime(out, rest, shape)
}

/** A time of day counted from midnight. */
export function putTime(out: ByteOut, units: bigint, { digits, zoned }: TimeShape): void {
  const perSecond = 10n ** BigInt(digits)
  const seconds = Number(units / perSecond)
  const fraction = Number(units % perSecond)
  out.whole(Math.floor(seconds / 3600), 2)
  out.byte(58)
  out.whole(Math.floor(seconds / 60) % 60, 2)
  out.byte(58)
  out.whole(seconds % 60, 2)
  out.byte(46)
  out.whole(fraction, digits)
  if (zoned) out.byte(0x5a)
}

/** A span of time, `P1M2DT0.003S`. */
export function putDuration(
  out: ByteOut,
  { months, days, milliseconds }: { months: number; days: number; milliseconds: number },
): void {
  const seconds = (milliseconds / 1000).toFixed(3)
  out.ascii(`P${months}M${days}DT${seconds}S`)
}
