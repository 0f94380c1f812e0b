import type { Input, InputValue } from './manifest.ts'

/**
 * A value of an input as its type has it, or `undefined` when it does not fit: the one rule for defaults, schedules,
 * forms and command lines. Nothing is coerced, but that whatever is written can be text.
 */
export function fitInput({ type, options = [] }: Input, value: unknown): InputValue | undefined {
  if (typeof value !== 'string' && typeof value !== 'boolean' && !Number.isFinite(value)) return undefined
  if (type === 'integer' && !Number.isSafeInteger(value)) return undefined
  if (type === 'integer' || type === 'number') return typeof value === 'number' ? value : undefined
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined
  const text = String(value)
  if (type === 'choice' && !options.includes(text)) return undefined
  return type === 'date' && !isDate(text) ? undefined : text
}

/** The same of a value given as text, as a command line or a form does. */
export function parseInput(input: Input, text: string): InputValue | undefined {
  const pattern = patterns[input.type]
  if (pattern === undefined) return fitInput(input, text)
  if (!pattern.test(text)) return undefined
  return fitInput(input, input.type === 'boolean' ? text === 'true' : Number(text))
}

const patterns: Partial<Readonly<Record<Input['type'], RegExp>>> = {
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/,
  boolean: /^(true|false)$/,
}

/** What a value must be, to go on behind "must be". */
export function wantedOf({ type, options = [] }: Input, value: unknown): string {
  if (type === 'integer' && Number.isInteger(Number(value)) && !Number.isSafeInteger(Number(value)))
    return `a whole number up to ${Number.MAX_SAFE_INTEGER}`
  return type === 'choice' ? `one of ${options.join(', ')}` : wanted[type]
}

const wanted: Readonly<Record<Exclude<Input['type'], 'choice'>, string>> = {
  text: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date like 2026-01-31',
  datetime: 'a date and time like 2026-01-31T06:30:00Z',
  json: 'JSON',
  list: 'a list of texts',
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
