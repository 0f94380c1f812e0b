import { CronPattern } from 'croner'
import { counted } from '../text/quantities.ts'

/** A cron expression taken apart: which minutes and hours it names, and the text to reckon its ticks with. */
export interface ParsedCron {
  /** 0 to 59, ascending. */
  readonly minutes: readonly number[]
  /** 0 to 23, ascending. */
  readonly hours: readonly number[]
  /** Whether the hours are a wildcard: then its ticks keep their distance over a change of the clocks. */
  readonly hourly: boolean
  /** The same expression with minutes and hours written out. */
  readonly expanded: string
}

/** The five fields GitHub takes, or what is wrong with them. Names (`MON`, `JAN`) and steps are fine; `@daily`, `L`, `W`, `#` and `?` are not. */
export function parseCron(cron: string): ParsedCron | { readonly fault: string } {
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== 5)
    return {
      fault: cron.startsWith('@') ? 'GitHub takes no nicknames' : `it has ${counted(fields.length, 'field')}`,
    }
  const odd = fields.find(
    (field) => !/^[\dA-Z*,/-]+$/i.test(field) || /\d*[LW#?]$/i.test(field.replace(/JUL|APR/gi, '')),
  )
  if (odd !== undefined) return { fault: `"${odd}" is not a field GitHub takes` }
  if (/(^|[,-])7/.test(fields[4] ?? ''))
    return { fault: 'the day of the week is 0 (Sunday) to 6, or SUN to SAT' }
  try {
    const { minute, hour } = new CronPattern(cron.trim(), undefined, { mode: '5-part', sloppyRanges: true })
    const [minutes, hours] = [indexes(minute), indexes(hour)]
    const hourly = /\*/.test(fields[1] ?? '')
    const expanded = [minutes.join(','), hourly ? fields[1] : hours.join(','), ...fields.slice(2)].join(' ')
    return { minutes, hours, hourly, expanded }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { fault: message.replace(/^CronPattern: /, '').replace(/\.$/, '') }
  }
}

/** The shortest distance between two ticks of one day, in minutes; 60 × 24 when there is one tick a day. */
export function finestMinutes({ minutes, hours }: ParsedCron): number {
  const ticks = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute))
  const gaps = ticks.map((tick, index) => (ticks[index + 1] ?? (ticks[0] ?? 0) + 1440) - tick)
  return Math.min(...gaps)
}

function indexes(flags: readonly number[]): number[] {
  return flags.flatMap((flag, index) => (flag === 0 ? [] : [index]))
}
