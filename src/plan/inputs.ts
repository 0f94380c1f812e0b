import { Usage } from '../diagnostic/failure.ts'
import { fitInput, parseInput, wantedOf } from '../manifest/input-value.ts'
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
    if (raw !== undefined && raw !== '') values[name] = valueOf(name, input, raw)
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

function valueOf(name: string, input: Input, raw: unknown): InputValue {
  const value = typeof raw === 'string' ? parseInput(input, raw) : fitInput(input, raw)
  if (value !== undefined) return value
  throw new Usage(`input "${name}" must be ${wantedOf(input, raw)}, not "${String(raw)}"`)
}
