import { toInstant } from '../text/calendar.ts'
import { boundsInWords } from './input-bounds.ts'
import { parseJson } from '../text/parse-json.ts'
import type { Input, InputType } from './manifest.ts'

/** What a value must be, to go on behind "must be". */
export function wantedOf(input: Input, value: unknown): string {
  const { type, options = [] } = input
  if (type === 'choice') return `one of ${options.join(', ')}`
  if (type === 'integer' && isTooLarge(value)) return `a whole number up to ${Number.MAX_SAFE_INTEGER}`
  return wanted[type] + boundsInWords(input)
}

/** A value as a message shows it: JSON. */
export function wholeValue(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
}

/** The same cut short, for what stands in a manifest: at run time a cut could split a secret before it is masked. */
export function shownValue(value: unknown): string {
  const text = wholeValue(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** Why a value of the right meaning does not fit all the same. */
export function remedyFor({ type }: Input, value: unknown, from: 'yaml' | 'text'): string | undefined {
  const bare = typeof value === 'number' || typeof value === 'boolean'
  if (bare && type === 'text') return `write it in quotes: "${value}"`
  if (type === 'json')
    return typeof value !== 'string' || parseJson(value) !== undefined
      ? `write whole numbers past ${Number.MAX_SAFE_INTEGER}, and digits past the 17th, as texts: JavaScript would change them`
      : 'put names and texts in double quotes: {"limit": 10}'
  if (type === 'integer' || type === 'number') return numberRemedy(type, value)
  if (type === 'list' && Array.isArray(value)) return 'write each item as text, in quotes: ["2026", "2027"]'
  if (type === 'list')
    return from === 'text' ? 'write eu,us or JSON: ["eu","us"]' : 'write a list: ["eu", "us"]'
  if (type === 'datetime' && (typeof value !== 'string' || toInstant(value) === undefined))
    return 'write date, time and offset from UTC: 2026-01-31T06:30:00Z or …+02:00'
  return undefined
}

/** A number that would become another one, told with the one that it would become. */
function numberRemedy(type: 'integer' | 'number', value: unknown): string | undefined {
  const number =
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
      ? Number(value)
      : Number.NaN
  if (!Number.isFinite(number) || (type === 'integer' && !Number.isSafeInteger(number))) return undefined
  if (Number.isInteger(number) && !Number.isSafeInteger(number))
    return `stay within ${Number.MAX_SAFE_INTEGER}, or make it a text: JavaScript would change it`
  if (typeof value !== 'string' || String(number) === value || !/^-?\d/.test(value)) return undefined
  return `write ${number}, or make it a text: a number keeps no more of it`
}

const wanted: Readonly<Record<Exclude<InputType, 'choice'>, string>> = {
  text: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date like 2026-01-31',
  datetime: 'a date and time like 2026-01-31T06:30:00Z',
  json: 'JSON',
  list: 'a list of texts',
}

function isTooLarge(value: unknown): boolean {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isInteger(number) && !Number.isSafeInteger(number)
}
