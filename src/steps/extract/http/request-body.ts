import { Failure } from '../../../diagnostic/failure.ts'
import type { Param } from './paging-options.ts'

/** A body as it goes over the wire, and what it is where the author's headers do not say. */
export interface EncodedBody {
  readonly text: string
  readonly contentType: string
}

/** A text as it is; a map whose only key is `form`, as a form; anything else, as JSON. */
export function encodeBody(body: unknown): EncodedBody {
  if (typeof body === 'string')
    return { text: body, contentType: isJson(body) ? 'application/json' : 'text/plain;charset=UTF-8' }
  const form = formOf(body)
  if (form === undefined) return { text: JSON.stringify(body), contentType: 'application/json' }
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, fieldText(each)]),
  )
  return { text: new URLSearchParams(pairs).toString(), contentType: 'application/x-www-form-urlencoded' }
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/u.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function fieldText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function formOf(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isMap(body)) return undefined
  const { form, ...rest } = body
  return isMap(form) && Object.keys(rest).length === 0 ? form : undefined
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy of the body with another value at the place. A text stays a number where a number stood. */
export function withBodyValue(
  body: unknown,
  { path }: Param & { readonly in: 'body' },
  value: string | number,
): unknown {
  const form = formOf(body)
  if (form !== undefined) return { form: placed(form, path, value) }
  return placed(body, path, value)
}

function placed(into: unknown, [key, ...rest]: readonly string[], value: string | number): unknown {
  if (key === undefined) return typeof into === 'number' && isWhole(value) ? Number(value) : value
  if (Array.isArray(into)) return into.with(Number(key), placed(into[Number(key)], rest, value))
  if (into !== undefined && into !== null && !isMap(into))
    throw new Failure('http/paging', `the body has no place for "${key}": a value stands where a map should`)
  const map = into ?? {}
  return { ...map, [key]: placed(Reflect.get(map, key), rest, value) }
}

function isWhole(value: string | number): boolean {
  return /^-?(?:0|[1-9]\d*)$/u.test(String(value)) && Number.isSafeInteger(Number(value))
}
