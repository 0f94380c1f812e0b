import { Failure } from '../../diagnostic/failure.ts'
import { dateIn, dayStart } from '../../schedule/day-start.ts'
import { type SourceWindow, type WindowText, cursorOf, earlier, isBefore } from '../../steps/window.ts'
import { type Incremental, toTime } from '../../steps/extract/incremental/incremental-options.ts'

/** What an integer cursor cannot exceed: the window is open until the largest value has been seen. */
const lastInteger = String(2n ** 63n - 1n)
const dayMs = 86_400_000

/** What a window is made of. */
export interface WindowFacts {
  readonly source: string
  /** The steps that keep a cursor of this source, and what each has kept. */
  readonly kept: ReadonlyMap<string, string | undefined>
  /** By the clock of the source. */
  readonly now: Date
  /** Days begin at midnight there. */
  readonly timezone: string
  /** It was asked for; then what is kept does not matter. */
  readonly asked?: (WindowText & Pick<SourceWindow, 'again'>) | undefined
}

/**
 * The window that is read now: from the smallest cursor that is kept, less `lag`, up to what is `settle` old. It may be
 * empty, never turned around. Throws a `Failure` when a window of time is asked of a source that is read by integers.
 */
export function windowOf(options: Incremental, facts: WindowFacts): SourceWindow {
  const { source, kept, asked } = facts
  const { kind } = options
  const start = startOf(options, facts.timezone)
  const standing = (value: string | undefined) => cursorOf(kind, value) ?? start
  const known = [...kept].flatMap(([step, value]) => {
    const own = cursorOf(kind, value)
    return own === undefined ? [] : [[step, own] as const]
  })
  const record = { source, kind, start, kept: Object.fromEntries(known) }
  if (asked !== undefined) {
    const again = asked.again === true ? { again: asked.again } : {}
    return { ...record, ...askedWindow(options, asked, facts), asked: true, ...again }
  }
  const standings = kept.size === 0 ? [start] : [...kept.values()].map(standing)
  const base = standings.reduce((one, other) => earlier(kind, one, other))
  const from = lowered(options, base, start)
  const to = endOf(options, facts)
  return ended({ ...record, from, to: isBefore(kind, to, base) ? base : to })
}

function askedWindow(
  { kind, settleMs }: Incremental,
  { from, to }: WindowText,
  { now, source }: WindowFacts,
): Pick<SourceWindow, 'from' | 'to' | 'cursor'> {
  if (kind === 'integer')
    throw new Failure(
      'window/kind',
      `"${source}" is read by an integer cursor: no window of time is a part of it`,
      {
        help: 'leave out the window, or use a timestamp for the cursor',
      },
    )
  const settled = earlier('time', to, new Date(now.getTime() - settleMs).toISOString())
  const end = isBefore('time', settled, from) ? from : settled
  return { from, to: end, cursor: end }
}

/** Of integers nothing is known before the rows are seen. */
function ended(window: SourceWindow): SourceWindow {
  return window.kind === 'integer' ? window : { ...window, cursor: window.to }
}

function startOf({ kind, start, windowMs }: Incremental, timezone: string): string {
  if (kind === 'integer') return BigInt(start).toString()
  const isDay = windowMs !== undefined && start.length === 10
  return (isDay ? dayStart(start, timezone) : new Date(toTime(start) ?? 0)).toISOString()
}

/** Nothing is read again that lies before the start. */
function lowered({ kind, lag }: Incremental, base: string, start: string): string {
  if (kind === 'integer') {
    const least = BigInt(base) - BigInt(lag)
    return String(least < BigInt(start) ? start : least)
  }
  const from = new Date(Date.parse(base) - lag).toISOString()
  return from < start ? earlier('time', start, base) : from
}

function endOf({ kind, windowMs, settleMs }: Incremental, { now, timezone }: WindowFacts): string {
  if (kind === 'integer') return lastInteger
  const settled = new Date(now.getTime() - settleMs)
  return (windowMs === undefined ? settled : lastBoundary(settled, windowMs, timezone)).toISOString()
}

/** The last end of a window at or before a moment: windows within a day are counted from its midnight. */
export function lastBoundary(moment: Date, windowMs: number, timezone: string): Date {
  const midnight = dayStart(dateIn(timezone, moment), timezone)
  if (windowMs <= dayMs) {
    const since = moment.getTime() - midnight.getTime()
    return windowMs === dayMs ? midnight : new Date(midnight.getTime() + since - (since % windowMs))
  }
  const days = windowMs / dayMs
  const number = Math.floor(Date.parse(dateIn(timezone, moment)) / dayMs)
  const first = new Date((number - (number % days)) * dayMs).toISOString().slice(0, 10)
  return dayStart(first, timezone)
}
