import { Usage } from '../diagnostic/failure.ts'
import { fitInput, parseInput } from '../manifest/input-value.ts'
import { remedyFor, shownValue, wantedOf } from '../manifest/input-words.ts'
import type { Input, InputValue, Manifest } from '../manifest/manifest.ts'
import { nearest } from '../text/nearest.ts'

/**
 * The inputs of one run, checked against what the manifest declares: what was given (text, as from a command line or a
 * form, or typed), then `typed` (what the schedule says), then defaults. Nothing is coerced in silence: a value that
 * does not fit is wrong usage. Without any value a text is empty, a list has no items, and others are not there.
 */
export function resolveInputs(
  manifest: Manifest,
  given: Readonly<Record<string, unknown>>,
  typed: Readonly<Record<string, InputValue>> = {},
): Record<string, InputValue> {
  for (const name of Object.keys({ ...typed, ...given })) {
    if (Object.hasOwn(manifest.inputs, name)) continue
    throw unknownInput(manifest, name)
  }
  const values: Record<string, InputValue> = {}
  for (const [name, input] of Object.entries(manifest.inputs)) {
    const value = valueOf(name, input, given[name], Object.hasOwn(typed, name) ? typed[name] : input.default)
    if (value !== undefined) values[name] = value
    else if (input.required) throw new Usage(`input "${name}" is required`, `give it with --input ${name}=…`)
    else if (input.type === 'text') values[name] = ''
    else if (input.type === 'list') values[name] = []
  }
  return values
}

/** An empty text, which a form gives for a field that is left empty, is no value. */
function valueOf(
  name: string,
  input: Input,
  given: unknown,
  otherwise: InputValue | undefined,
): InputValue | undefined {
  if (given === '') return undefined
  const raw = given ?? otherwise
  if (raw === undefined || raw === '') return undefined
  const isText = typeof given === 'string'
  const value = isText ? parseInput(input, given) : fitInput(input, raw)
  if (value !== undefined) return value
  const shown = typeof raw === 'string' ? `"${raw}"` : shownValue(raw)
  throw new Usage(
    `input "${name}" must be ${wantedOf(input, raw)}, not ${shown}`,
    isText && input.type === 'text' ? undefined : remedyFor(input, raw, isText ? 'text' : 'yaml'),
  )
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
