import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { nearest } from '../text/nearest.ts'
import { fitInput } from './input-value.ts'
import { remedyFor, shownValue, wantedOf } from './input-words.ts'
import type { Input, InputValue, Manifest } from './manifest.ts'

/** A mistake in what inputs are declared as, or are given. */
export function inputMistake(
  at: { readonly file: string; readonly path: Path; readonly part?: 'key' | 'value' },
  message: string,
  help?: string,
): Diagnostic {
  return {
    code: 'manifest/inputs',
    severity: 'error',
    message,
    at: { file: at.file, path: at.path, part: at.part ?? 'value' },
    ...(help === undefined ? {} : { help }),
  }
}

/** A value that stands in a manifest and does not fit its input; `what` is how a message calls it. */
export function valueMistakes(
  at: { readonly file: string; readonly path: Path },
  what: string,
  input: Input,
  value: unknown,
): Diagnostic[] {
  const isOpen = input.type === 'choice' && input.options === undefined
  if (isOpen || fitInput(input, value) !== undefined) return []
  const near = input.type === 'choice' ? nearest(wordOf(value), input.options ?? []) : undefined
  const message = `${what} must be ${wantedOf(input, value)}, but is ${shownValue(value)}`
  const help = near === undefined ? remedyFor(input, value, 'yaml') : `write "${near}"`
  return [inputMistake(at, near === undefined ? message : `${message}; did you mean "${near}"?`, help)]
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : shownValue(value)
}

/** A value for an input that the pipeline does not have; `whose` is how a message calls the pipeline. */
export function unknownInput(
  at: { readonly file: string; readonly path: Path },
  name: string,
  inputs: Manifest['inputs'],
  whose = 'this pipeline',
): Diagnostic {
  const names = Object.keys(inputs)
  const near = nearest(name, names)
  const known =
    names.length === 0 ? `${whose} has no inputs` : `the inputs of ${whose} are ${names.join(', ')}`
  return inputMistake(
    { ...at, part: 'key' },
    `"${name}" is not an input of ${whose}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    near === undefined ? `declare it under \`inputs\`; ${known}` : `rename it to "${near}"`,
  )
}

/** The names of those that must be given and are not. */
export function lackingInputs(
  inputs: Manifest['inputs'],
  given: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(inputs)
    .filter(([name, input]) => input.required && input.default === undefined && !Object.hasOwn(given, name))
    .map(([name]) => name)
}

/** As the inputs' types have them; what does not fit is told elsewhere, and stays as it is. */
export function fittedValues(
  inputs: Manifest['inputs'],
  values: Readonly<Record<string, InputValue>>,
): Record<string, InputValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined
      return [name, (input === undefined ? undefined : fitInput(input, value)) ?? value]
    }),
  )
}
