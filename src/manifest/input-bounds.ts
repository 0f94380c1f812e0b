import { sortableInstant } from '../text/calendar.ts'
import type { Input, InputType, InputValue } from './manifest.ts'

/** The types of inputs that have a least and a greatest value. */
export function isOrdered(type: InputType): boolean {
  return type === 'integer' || type === 'number' || type === 'date' || type === 'datetime'
}

/** Whether a value of the input's type keeps to its `min`, `max` and `pattern`. */
export function isWithin({ type, min, max, pattern }: Input, value: InputValue): boolean {
  if (typeof value === 'string' && type === 'text')
    return pattern === undefined || isWholeMatch(pattern, value)
  if (!isOrdered(type)) return true
  const place = rank(type, value)
  return (min === undefined || rank(type, min) <= place) && (max === undefined || place <= rank(type, max))
}

/** Whether one bound of a type stands above another; both fit the type. */
export function isAbove(type: InputType, bound: InputValue, other: InputValue): boolean {
  return rank(type, bound) > rank(type, other)
}

/** How the bounds go on behind what a value must be: ` from 1 to 12`, ` up to 12`. */
export function boundsInWords({ type, min, max, pattern }: Input): string {
  if (pattern !== undefined) return ` that matches ${pattern}`
  if (min === undefined) return max === undefined ? '' : ` up to ${max}`
  const more = type === 'date' || type === 'datetime' ? 'later' : 'more'
  return max === undefined ? `, ${min} or ${more}` : ` from ${min} to ${max}`
}

/** The pattern that a whole text must match; `undefined` when it is no regular expression. */
export function wholePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    return undefined
  }
}

function isWholeMatch(pattern: string, text: string): boolean {
  return wholePattern(pattern)?.test(text) ?? true
}

/** What orders the values of a type. */
function rank(type: InputType, value: unknown): number | string {
  if (typeof value === 'number') return value
  return type === 'datetime' ? sortableInstant(String(value)) : String(value)
}
