import { type Rewrite, misfit } from './column-format.ts'
import { type Part, type Token, timeTokens } from './time-tokens.ts'
import { type Clock, zoneClock } from './zone-clock.ts'

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** What was read of one text. */
interface Found {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  fraction: string
  /** 12 after noon, 0 before it; -1: not said. */
  half: number
  offset: string
}

/** Rewrites dates (`date`), or wall-clock times and instants, from a format that is sound (`formatFault`). */
export function rewriteTime(format: string, { date, zone }: { date: boolean; zone?: string }): Rewrite {
  const tokens = timeTokens(format)
  const clock = zone === undefined ? undefined : zoneClock(zone)
  return (bytes, from, to, out) => {
    const text = bytes.toString('latin1', from, to)
    const found = read(text, tokens)
    if (found === undefined || !exists(found)) return misfit.text
    const day = `${pad(found.year, 4)}-${pad(found.month, 2)}-${pad(found.day, 2)}`
    if (date) return out + bytes.write(day, out, 'latin1')
    const time = timeOf(found, clock)
    return typeof time === 'number' ? time : out + bytes.write(`${day}T${time}`, out, 'latin1')
  }
}

function timeOf(found: Found, clock: Clock | undefined): string | number {
  const { second, fraction, offset } = found
  const hour = found.half < 0 ? found.hour : (found.hour % 12) + found.half
  const time = `${pad(hour, 2)}:${pad(found.minute, 2)}:${pad(second, 2)}${fraction === '' ? '' : `.${fraction}`}`
  if (clock === undefined) return time + offset
  const minutes = clock(Date.UTC(found.year, found.month - 1, found.day, hour, found.minute))
  if (typeof minutes !== 'number') return misfit[minutes]
  const ahead = Math.abs(minutes)
  return `${time}${minutes < 0 ? '-' : '+'}${pad(Math.floor(ahead / 60), 2)}:${pad(ahead % 60, 2)}`
}

function read(text: string, tokens: readonly Token[]): Found | undefined {
  const found: Found = {
    year: 0,
    month: 0,
    day: 0,
    hour: 0,
    minute: 0,
    second: 0,
    fraction: '',
    half: -1,
    offset: '',
  }
  let at = 0
  for (const { text: token, part } of tokens) {
    const length =
      part === undefined ? lengthOfText(text, at, token) : readPart(text, at, { token, part, found })
    if (length < 0) return undefined
    at += length
  }
  return at === text.length ? found : undefined
}

/** The text of a format is compared byte by byte. */
function lengthOfText(text: string, at: number, token: string): number {
  const wanted = Buffer.from(token).toString('latin1')
  return text.startsWith(wanted, at) ? wanted.length : -1
}

function readPart(
  text: string,
  at: number,
  { token, part, found }: { token: string; part: Part; found: Found },
): number {
  if (part === 'half') {
    const half = text.slice(at, at + 2).toUpperCase()
    found.half = half === 'PM' ? 12 : 0
    return half === 'AM' || half === 'PM' ? 2 : -1
  }
  if (part === 'offset') {
    found.offset = /^(?:Z|[+-]\d\d(?::?\d\d)?)/.exec(text.slice(at, at + 6))?.[0] ?? ''
    return found.offset === '' ? -1 : found.offset.length
  }
  if (token === 'MMM' || token === 'MMMM') return readMonth(text, at, token, found)
  const most = token.length === 1 && part !== 'fraction' ? 2 : token.length
  const least = token.length === 1 ? 1 : most
  let end = at
  while (end < at + most && isDigit(text.charCodeAt(end))) end++
  if (end - at < least) return -1
  const digits = text.slice(at, end)
  if (part === 'fraction') found.fraction = digits
  else found[part] = token === 'YY' ? century(Number(digits)) : Number(digits)
  return end - at
}

function readMonth(text: string, at: number, token: string, found: Found): number {
  const rest = text.slice(at, at + 9).toLowerCase()
  const index = monthNames.findIndex((name) => rest.startsWith(token === 'MMM' ? name.slice(0, 3) : name))
  found.month = index + 1
  return index < 0 ? -1 : token === 'MMM' ? 3 : (monthNames[index]?.length ?? 0)
}

/** As POSIX has it: 69 to 99 are of the last century. */
function century(year: number): number {
  return year + (year >= 69 ? 1900 : 2000)
}

function exists({ year, month, day, hour, minute, second, half }: Found): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = (monthDays[month - 1] ?? 0) + (leap ? 1 : 0)
  const hours = half < 0 ? hour <= 23 : hour >= 1 && hour <= 12
  return year >= 1 && day >= 1 && day <= days && hours && minute <= 59 && second <= 59
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
