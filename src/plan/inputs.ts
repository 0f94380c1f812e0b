import { Usage } from '../diagnostic/failure.ts'
import { fitInput, parseInput } from '../manifest/input-value.ts'
import { remedyFor, wholeValue, wantedOf } from '../manifest/input-words.ts'
import type { Input, InputValue, Manifest } from '../manifest/manifest.ts'
import { nearest } from '../text/nearest.ts'

/**
 * The inputs of one run, checked against what the manifest declares: what was given (text, as from a command line or a
 * form, or typed), then `typed` (what the schedule says), then defaults. A text that is given but empty, which a form
 * gives for a field that was cleared, takes the place of both and is no value. Without any value a text is empty, a list
 * has no items, a boolean is false, as on GitHub; others are not there. Nothing is coerced in silence: whatever does not
 * fit is wrong usage, told all at once.
 */
export function resolveInputs(
  manifest: Manifest,
  given: Readonly<Record<string, unknown>>,
  typed: Readonly<Record<string, InputValue>> = {},
): Record<string, InputValue> {
  const mistakes = new Map<string, Usage>()
  for (const name of Object.keys({ ...typed, ...given }))
    if (!Object.hasOwn(manifest.inputs, name)) mistakes.set(name, unknownInput(manifest, name))
  const values: Record<string, InputValue> = {}
  for (const [name, input] of Object.entries(manifest.inputs)) {
    const otherwise = Object.hasOwn(typed, name) ? typed[name] : input.default
    const value = valueOf(name, input, Object.hasOwn(given, name) ? given[name] : undefined, otherwise)
    if (value instanceof Usage) mistakes.set(name, value)
    else if (value !== undefined) values[name] = value
    else if (input.required) mistakes.set(name, lacking(name))
    else if (Object.hasOwn(unsaid, input.type)) values[name] = structuredClone(unsaid[input.type] ?? null)
  }
  if (mistakes.size > 0) throw together(mistakes)
  return values
}

/** What an input is that nobody gave a value. */
const unsaid: Partial<Readonly<Record<Input['type'], InputValue>>> = { text: '', list: [], boolean: false }

/** `undefined` when there is none; a `Usage` when it does not fit. */
function valueOf(
  name: string,
  input: Input,
  given: unknown,
  otherwise: InputValue | undefined,
): InputValue | undefined | Usage {
  if (given === '') return undefined
  const raw = given ?? otherwise
  if (raw === undefined || raw === '') return undefined
  const isText = typeof given === 'string'
  const value = isText ? parseInput(input, given) : fitInput(input, raw)
  if (value !== undefined) return value
  const shown = typeof raw === 'string' ? `"${raw}"` : wholeValue(raw)
  return new Usage(
    `input "${name}" must be ${wantedOf(input, raw)}, not ${shown}`,
    isText && input.type === 'text' ? undefined : remedyFor(input, raw, isText ? 'text' : 'yaml'),
  )
}

/** One as it is; several as lines of one message, and what to do as lines of its help. */
function together(mistakes: ReadonlyMap<string, Usage>): Usage {
  const [first] = mistakes.values()
  if (mistakes.size === 1 && first !== undefined) return first
  const lines = Array.from(mistakes.values(), ({ message }) => `- ${message}`)
  const helps = Array.from(mistakes, ([name, { help }]) =>
    help === undefined ? [] : [`${name}: ${help}`],
  ).flat()
  const message = `${mistakes.size} inputs do not fit:\n${lines.join('\n')}`
  return new Usage(message, helps.length === 0 ? undefined : helps.join('\n'))
}

function lacking(name: string): Usage {
  return new Usage(`input "${name}" is required`, `give it with --input ${name}=…`)
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
