import { dateIn, dayStart } from './day-start.ts'

/** A window of time, `[from, to)`: ISO texts in UTC. */
export interface TimeWindow {
  readonly from: string
  readonly to: string
}

/** The moment that a text names: a date is its midnight in the time zone, a time without a zone is UTC. */
export function momentIn(text: string, timezone: string): Date | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const day = new Date(`${text}T00:00:00Z`)
    const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
    return exists ? dayStart(text, timezone) : undefined
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?$/.test(text)) return undefined
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time
}

/** `FROM..TO`, of dates or times; `undefined` for what is none, or has nothing in it. */
export function windowIn(text: string, timezone: string): TimeWindow | undefined {
  const [first = '', second = '', ...more] = text.split('..')
  const from = momentIn(first.trim(), timezone)
  const to = momentIn(second.trim(), timezone)
  if (from === undefined || to === undefined || more.length > 0 || from >= to) return undefined
  return { from: from.toISOString(), to: to.toISOString() }
}

/** Whether a window holds the whole of the day it begins on. */
export function holdsDay({ from, to }: TimeWindow, timezone: string): boolean {
  const date = dateIn(timezone, new Date(from))
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
  return dayStart(date, timezone).toISOString() === from && dayStart(next, timezone).toISOString() <= to
}
