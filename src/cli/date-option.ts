import { InvalidArgumentError, Option } from 'commander'

/** `--date YYYY-MM-DD`. */
export function dateOption(): Option {
  return new Option('--date <date>', 'the date the run is for, e.g. 2026-03-29 (default: today)').argParser(
    parseDate,
  )
}

function parseDate(text: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN)
  if (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)) return text
  throw new InvalidArgumentError('Write a date of the calendar as 2026-03-29.')
}
