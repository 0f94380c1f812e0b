import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { defined } from '../steps/authored.ts'
import { checkInputBounds } from './check-input-bounds.ts'
import { inputMistake, valueMistakes } from './input-mistake.ts'
import { fitInput } from './input-value.ts'
import type { Input, Manifest } from './manifest.ts'
import type { AuthoredHead } from './schema.ts'
import type { AuthoredInput } from './schema-inputs.ts'

/** GitHub's manual-run form takes no more (`docs/github.md`). */
const maxInputs = 25

export function decodeInputs(
  file: string,
  authored: NonNullable<AuthoredHead['inputs']>,
  found: Diagnostic[],
): Manifest['inputs'] {
  const names = Object.keys(authored)
  const extra = names[maxInputs]
  if (extra !== undefined)
    found.push(
      inputMistake(
        { file, path: ['inputs', extra], part: 'key' },
        `the pipeline has ${names.length} inputs; GitHub takes at most ${maxInputs}`,
        'join some of them into one of `type: json`, or move constants into `env`',
      ),
    )
  return Object.fromEntries(
    Object.entries(authored).map(([name, each]) => [name, decodeInput(file, name, each, found)]),
  )
}

function decodeInput(file: string, name: string, authored: AuthoredInput, found: Diagnostic[]): Input {
  const {
    type = 'text',
    required = false,
    ...rest
  } = typeof authored === 'string' ? { type: authored } : authored
  found.push(...checkOptions(file, name, type, rest.options))
  const written: Input = {
    type,
    required,
    ...defined({ description: rest.description, options: rest.options?.map(String) }),
    ...defined({ min: rest.min, max: rest.max, pattern: rest.pattern }),
  }
  const mistakes = checkInputBounds(file, name, written)
  found.push(...mistakes)
  const { min, max, pattern, ...open } = written
  const shape: Input =
    mistakes.length > 0
      ? open
      : { ...open, ...defined({ min: fitBound(open, min), max: fitBound(open, max), pattern }) }
  if (rest.default === undefined) return shape
  const at = { file, path: ['inputs', name, 'default'] }
  found.push(...valueMistakes(at, `the default of input "${name}"`, shape, rest.default))
  return { ...shape, default: fitInput(shape, rest.default) ?? rest.default }
}

function checkOptions(
  file: string,
  name: string,
  type: Input['type'],
  options: readonly unknown[] | undefined,
): Diagnostic[] {
  if (type === 'choice' && options === undefined)
    return [
      inputMistake(
        { file, path: ['inputs', name], part: 'key' },
        `input "${name}" is a choice, but has no \`options\``,
        'add `options: [first, second]`',
      ),
    ]
  if (type === 'choice' || options === undefined) return []
  return [
    inputMistake(
      { file, path: ['inputs', name, 'options'], part: 'key' },
      `\`options\` goes with \`type: choice\`, not with \`type: ${type}\``,
      'write `type: choice`',
    ),
  ]
}

/** A bound as values of the type are kept: an instant in UTC. */
function fitBound(input: Input, bound: Input['min']): Input['min'] {
  const fitted = bound === undefined ? undefined : fitInput(input, bound)
  return typeof fitted === 'string' || typeof fitted === 'number' ? fitted : bound
}
