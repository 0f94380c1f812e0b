import { Usage } from '../diagnostic/failure.ts'
import type { Input, InputValue, Manifest } from '../manifest/manifest.ts'
import { nearest } from '../text/nearest.ts'

/**
 * The inputs of one run: what was given, as text or typed, checked against what the manifest declares; defaults
 * fill the rest. Nothing is coerced in silence: a value that does not fit is wrong usage.
 */
export function resolveInputs(
  manifest: Manifest,
  given: Readonly<Record<string, unknown>>,
): Record<string, InputValue> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(manifest.inputs, name)) continue
    throw unknownInput(manifest, name)
  }
  const values: Record<string, InputValue> = {}
  for (const [name, input] of Object.entries(manifest.inputs)) {
    const raw = given[name] ?? input.default
    if (raw !== undefined && raw !== '') values[name] = parseInput(name, input, raw)
    else if (input.required) throw new Usage(`input "${name}" is required`, `give it with --input ${name}=…`)
    else if (input.type === 'text') values[name] = ''
  }
  return values
}

function unknownInput(manifest: Manifest, name: string): Usage {
  const names = Object.keys(manifest.inputs)
  const near = nearest(name, names)
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
  return new Usage(
    `"${name}" is not an input of pipeline "${manifest.id}"; ${known}`,
    near === undefined ? undefined : `did you mean "${near}"?`,
  )
}

function parseInput(name: string, input: Input, raw: unknown): InputValue {
  const value = parsers[input.type](String(raw), input)
  if (value !== undefined) return value
  const wanted = input.type === 'choice' ? `one of ${input.options?.join(', ')}` : expectations[input.type]
  throw new Usage(`input "${name}" must be ${wanted}, not "${String(raw)}"`)
}

const expectations: Readonly<Record<Input['type'], string>> = {
  text: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  choice: 'one of its options',
  date: 'a date, YYYY-MM-DD',
}

const parsers: Readonly<Record<Input['type'], (text: string, input: Input) => InputValue | undefined>> = {
  text: (text) => text,
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined),
  number: (text) => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  choice: (text, input) => (input.options?.includes(text) ? text : undefined),
  date: (text) => (isDate(text) ? text : undefined),
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
