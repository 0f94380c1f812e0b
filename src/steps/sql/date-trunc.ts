import { unreachable } from '../../diagnostic/failure.ts'

const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:([T ])(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/u

const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const
type Unit = (typeof units)[number]

/**
 * An ISO date or timestamp cut down to `unit`, in the form it came in (a date stays a date). Weeks start on Monday.
 * Throws for a unit or a text it does not know.
 */
export function truncateDate(unit: string, text: string): string {
  const match = shape.exec(text.trim())
  if (match === null) throw new Error(`date_trunc: "${text}" is no ISO date or timestamp`)
  const [, year = '', month = '', day = '', separator, hour = '00', minute = '00', second = '00', zone = ''] =
    match
  const date = truncateDay(knownUnit(unit), { year, month, day })
  if (separator === undefined) return date
  const depth = { hour: 1, minute: 2, second: 3 }[unit.toLowerCase()] ?? 0
  const time = [hour, minute, second].map((part, index) => (index < depth ? part : '00')).join(':')
  return `${date}${separator}${time}${zone}`
}

function knownUnit(unit: string): Unit {
  const known = units.find((name) => name === unit.toLowerCase())
  if (known === undefined) throw new Error(`date_trunc: "${unit}" is none of ${units.join(', ')}`)
  return known
}

function truncateDay(unit: Unit, { year, month, day }: { year: string; month: string; day: string }): string {
  switch (unit) {
    case 'year':
      return `${year}-01-01`
    case 'quarter':
      return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
    case 'month':
      return `${year}-${month}-01`
    case 'week':
      return monday(`${year}-${month}-${day}`)
    case 'day':
    case 'hour':
    case 'minute':
    case 'second':
      return `${year}-${month}-${day}`
    default:
      return unreachable(unit)
  }
}

function monday(date: string): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}
