/** Whether the text is a day that exists, `2026-01-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const instantPattern =
  /^(?<day>\d{4}-\d{2}-\d{2})T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<fraction>\.\d{1,9})?)?(?<zone>Z|[+-]\d{2}:\d{2})$/

/**
 * An instant in UTC, `2026-01-31T06:30:00Z`, from one written with its offset; the digits of its fraction stay as they
 * are written. `undefined` for what is no instant: no day of the calendar, no offset, or not in this form.
 */
export function toInstant(text: string): string | undefined {
  const {
    day = '',
    hour,
    minute,
    second = '00',
    fraction = '',
    zone = 'Z',
  } = instantPattern.exec(text)?.groups ?? {}
  if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const east = zone === 'Z' ? 0 : offsetMinutes(zone)
  if (east === undefined) return undefined
  const whole = new Date(Date.parse(`${day}T${hour}:${minute}:${second}Z`) - east * 60_000).toISOString()
  // Before the year 0 and after 9999 ISO writes years with a sign.
  return /^\d/.test(whole) ? `${whole.slice(0, 19)}${fraction}Z` : undefined
}

/** Texts of instants in UTC sort once their fractions are equally long. */
export function sortableInstant(instant: string): string {
  const [whole = '', fraction = ''] = instant.slice(0, -1).split('.')
  return `${whole}.${fraction.padEnd(9, '0')}`
}

/** East of UTC; no zone of the world is further than 14 hours. */
function offsetMinutes(zone: string): number | undefined {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))
  if (minutes > 14 * 60 || Number(zone.slice(4, 6)) > 59) return undefined
  return zone.startsWith('-') ? -minutes : minutes
}
