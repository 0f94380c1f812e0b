import { toInstant, isDay } from '../text/calendar.ts'
import { isExactNumber } from '../text/exact-number.ts'
import { isWithin } from './input-bounds.ts'
import type { Input, InputType, InputValue } from './manifest.ts'
import { parseList } from './list-text.ts'

/**
 * A value of an input as its type has it, or `undefined` when it does not fit: the one rule for defaults, schedules,
 * forms, command lines and `with`. Nothing is coerced: `1.10` is the number 1.1 in YAML, and no text.
 */
export function fitInput(input: Input, value: unknown): InputValue | undefined {
  const typed = fitters[input.type](value, input)
  return typed === undefined || !isWithin(input, typed) ? undefined : typed
}

/**
 * The same of a value given as text, as a command line or a form does. A number that would become another one (a digit
 * too many, a zero in front) does not fit.
 */
export function parseInput(input: Input, text: string): InputValue | undefined {
  const value = readers[input.type]?.(text)
  return fitInput(input, input.type in readers ? value : text)
}

type Fitter = (value: unknown, input: Input) => InputValue | undefined

const fitters: Readonly<Record<InputType, Fitter>> = {
  text: (value) => (typeof value === 'string' ? value : undefined),
  integer: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined),
  number: (value) => (typeof value === 'number' && isExact(value) ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  choice: fitChoice,
  date: (value) => (typeof value === 'string' && isDay(value) ? value : undefined),
  datetime: (value) => (typeof value === 'string' ? toInstant(value) : undefined),
  json: fitJson,
  list: (value) => (isTexts(value) ? [...value] : undefined),
}

/** An option may look like a number in YAML: whatever is written there is compared, and kept, as text. */
function fitChoice(value: unknown, { options = [] }: Input): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
  return options.includes(String(value)) ? String(value) : undefined
}

/** Numbers that JavaScript would change, and what JSON has no word for, do not fit. */
function fitJson(value: unknown): InputValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return isExact(value) ? value : undefined
  if (typeof value !== 'object') return undefined
  const entries = Object.entries(value).map(([key, each]) => [key, fitJson(each)] as const)
  if (entries.some(([, each]) => each === undefined)) return undefined
  const fitting = entries.flatMap(([key, each]) => (each === undefined ? [] : [[key, each] as const]))
  return Array.isArray(value) ? fitting.map(([, each]) => each) : Object.fromEntries(fitting)
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Math.abs(value) <= Number.MAX_SAFE_INTEGER)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

const written = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

const readers: Partial<Readonly<Record<InputType, (text: string) => unknown>>> = {
  integer: (text) => (/^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : undefined),
  number: (text) => (written.test(text) && isExactNumber(text) ? Number(text) : undefined),
  boolean: (text) => (/^(true|false)$/.test(text) ? text === 'true' : undefined),
  json: readJson,
  list: parseList,
}

/** `undefined` for what is no JSON, or holds a number that JavaScript would change. */
function readJson(text: string): unknown {
  let changed = false
  const keep = (_key: string, value: unknown, { source }: { source?: string } = {}): unknown => {
    if (typeof value === 'number' && source !== undefined && !isExactNumber(source)) changed = true
    return value
  }
  try {
    const value: unknown = JSON.parse(text, keep)
    return changed ? undefined : value
  } catch {
    return undefined
  }
}
