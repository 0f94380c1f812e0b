const day = 24 * 60 * 60 * 1000

/** The moment at which a date (`2026-03-29`) begins in a time zone, also where its midnight is skipped or comes twice. */
export function dayStart(date: string, timezone: string): Date {
  const utc = Date.parse(`${date}T00:00:00Z`)
  const candidates = [utc - day, utc + day].map((near) => utc - offsetAt(near, timezone)).toSorted(numeric)
  const found = candidates.find((at) => dateIn(timezone, new Date(at)) === date)
  return new Date(found ?? utc)
}

/** The date (`2026-03-29`) of a moment in a time zone. Of UTC it needs no calendar, which takes 10 ms to be there. */
export function dateIn(timezone: string, at: Date): string {
  if (timezone === 'UTC') return at.toISOString().slice(0, 10)
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}

/** By how many milliseconds the zone's clock is ahead of UTC at that moment. */
function offsetAt(at: number, timezone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  return Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at
}

function numeric(one: number, other: number): number {
  return one - other
}
