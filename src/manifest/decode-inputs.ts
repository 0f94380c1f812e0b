import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { nearest } from '../text/nearest.ts'
import { fitInput, wantedOf } from './input-value.ts'
import type { Input, InputValue, Manifest, Schedule } from './manifest.ts'
import type { AuthoredHead, AuthoredInput } from './schema.ts'

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
      mistake(
        file,
        ['inputs', extra],
        `the pipeline has ${names.length} inputs; GitHub takes at most ${maxInputs}`,
        { part: 'key', help: 'join some of them, or move constants into `env`' },
      ),
    )
  return Object.fromEntries(
    Object.entries(authored).map(([name, each]) => [name, decodeInput(file, name, each, found)]),
  )
}

function decodeInput(file: string, name: string, authored: AuthoredInput, found: Diagnostic[]): Input {
  const {
    type = 'text',
    description,
    required = false,
    default: fallback,
    options,
  } = typeof authored === 'string' ? { type: authored } : authored
  const path = ['inputs', name]
  if (type === 'choice' && options === undefined)
    found.push(
      mistake(file, path, `input "${name}" is a choice, but has no \`options\``, {
        part: 'key',
        help: 'add `options: [first, second]`',
      }),
    )
  if (type !== 'choice' && options !== undefined)
    found.push(
      mistake(
        file,
        [...path, 'options'],
        `\`options\` goes with \`type: choice\`, not with \`type: ${type}\``,
        { part: 'key', help: 'write `type: choice`' },
      ),
    )
  const shape: Input = {
    type,
    required,
    ...(description === undefined ? {} : { description }),
    ...(options === undefined ? {} : { options: options.map(String) }),
  }
  const input: Input = {
    ...shape,
    ...(fallback === undefined ? {} : { default: fitInput(shape, fallback) ?? fallback }),
  }
  if (fallback !== undefined)
    checkValue(file, [...path, 'default'], `the default of input "${name}"`, input, fallback, found)
  return input
}

export function decodeSchedules(
  file: string,
  authored: NonNullable<NonNullable<AuthoredHead['on']>['schedule']>,
  inputs: Manifest['inputs'],
  found: Diagnostic[],
): readonly Schedule[] {
  return authored.map((schedule, index) => {
    const values = schedule.with ?? {}
    for (const [name, value] of Object.entries(values)) {
      const path = ['on', 'schedule', index, 'with', name]
      const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined
      if (input === undefined) found.push(unknownInput(file, path, name, Object.keys(inputs)))
      else checkValue(file, path, `input "${name}"`, input, value, found)
    }
    for (const [name, input] of Object.entries(inputs))
      if (input.required && input.default === undefined && !Object.hasOwn(values, name))
        found.push(
          mistake(
            file,
            ['on', 'schedule', index, 'cron'],
            `the runs of this schedule lack input "${name}", which is required`,
            { help: `add \`with: { ${name}: … }\` to the schedule, or give the input a default` },
          ),
        )
    return {
      cron: schedule.cron,
      timezone: schedule.timezone ?? 'UTC',
      catchUp: schedule['catch-up'] ?? 'latest',
      with: typed(inputs, values),
    }
  })
}

/** As the inputs' types have them; what does not fit is told, and stays as it is. */
function typed(inputs: Manifest['inputs'], values: Readonly<Record<string, InputValue>>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined
      return [name, (input === undefined ? undefined : fitInput(input, value)) ?? value]
    }),
  )
}

function checkValue(
  file: string,
  path: Path,
  what: string,
  input: Input,
  value: InputValue,
  found: Diagnostic[],
): void {
  const isOpen = input.type === 'choice' && input.options === undefined
  if (isOpen || fitInput(input, value) !== undefined) return
  const near = input.type === 'choice' ? nearest(String(value), input.options ?? []) : undefined
  found.push(
    mistake(
      file,
      path,
      `${what} must be ${wantedOf(input, value)}, but is ${typeof value === 'string' ? JSON.stringify(value) : value}${near === undefined ? '' : `; did you mean "${near}"?`}`,
      {},
    ),
  )
}

function unknownInput(file: string, path: Path, name: string, names: readonly string[]): Diagnostic {
  const near = nearest(name, names)
  const known = names.length === 0 ? 'the pipeline has no inputs' : `its inputs are ${names.join(', ')}`
  return mistake(
    file,
    path,
    `"${name}" is not an input of this pipeline${near === undefined ? '' : `; did you mean "${near}"?`}`,
    {
      part: 'key',
      help: near === undefined ? `declare it under \`inputs\`; ${known}` : `rename it to "${near}"`,
    },
  )
}

function mistake(
  file: string,
  path: Path,
  message: string,
  { part = 'value', help }: { part?: 'key' | 'value'; help?: string },
): Diagnostic {
  return {
    code: 'manifest/inputs',
    severity: 'error',
    message,
    at: { file, path, part },
    ...(help === undefined ? {} : { help }),
  }
}
