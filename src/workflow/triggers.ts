import { Failure } from '../diagnostic/failure.ts'
import { inputText } from '../manifest/input-text.ts'
import { boundsInWords } from '../manifest/input-bounds.ts'
import type { Input, Manifest } from '../manifest/manifest.ts'
import { catchUpType } from '../schedule/catch-up-event.ts'
import { forceField, mostInputs, windowField } from './window-field.ts'

/**
 * When the workflow runs: on the manifest's schedules, to make up for their ticks where all are wanted, and by hand with its
 * inputs as a form, and the fields for a window of time that it is to read.
 */
export function triggers(
  { id, schedules, inputs, file }: Manifest,
  windowFields: readonly string[] = [],
): object {
  const ticks = schedules.map(({ cron, timezone }) => (timezone === 'UTC' ? { cron } : { cron, timezone }))
  const own = Object.entries(inputs).map(([name, input]) => [name, field(input)] as const)
  const fields = [...own, ...Object.entries(asked).filter(([name]) => windowFields.includes(name))]
  if (fields.length > mostInputs)
    throw new Failure(
      'workflow/inputs',
      `${file} has ${fields.length} inputs; GitHub takes ${mostInputs} for a manual run`,
    )
  return {
    ...(ticks.length === 0 ? {} : { schedule: ticks }),
    ...(catchesUp(schedules) ? { repository_dispatch: { types: [catchUpType(id)] } } : {}),
    workflow_dispatch: fields.length === 0 ? {} : { inputs: Object.fromEntries(fields) },
  }
}

const asked = {
  [windowField]: {
    description: 'read this window of time and not what is new, FROM..TO, like 2026-01-01..2026-01-02',
    type: 'string',
    required: false,
  },
  [forceField]: {
    description: 'load again what was loaded of that window already',
    type: 'boolean',
    required: false,
    default: false,
  },
}

function catchesUp(schedules: Manifest['schedules']): boolean {
  return schedules.some(({ catchUp }) => catchUp === 'all')
}

const githubTypes: Readonly<Record<Input['type'], string>> = {
  text: 'string',
  date: 'string',
  datetime: 'string',
  json: 'string',
  list: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  choice: 'choice',
}

const forms: Partial<Readonly<Record<Input['type'], string>>> = {
  date: 'YYYY-MM-DD',
  datetime: 'like 2026-01-31T06:30:00Z',
  list: 'items with commas between them',
  json: 'JSON',
}

function field(input: Input): object {
  const bounds = boundsInWords(input).replace(/^,? /, '')
  const description = [input.description, forms[input.type], bounds === '' ? undefined : bounds]
    .filter((part) => part !== undefined)
    .join(', ')
  return {
    ...(description === '' ? {} : { description: literal(description) }),
    type: githubTypes[input.type],
    ...(input.options === undefined ? {} : { options: [...input.options] }),
    // A field with a default is never empty, so it need not be asked for.
    required: input.required && input.default === undefined,
    ...(input.default === undefined ? {} : { default: fieldDefault(input) }),
  }
}

/** GitHub's fields hold texts, numbers and booleans; lists and JSON stand in a field of text. */
function fieldDefault({ type, default: value = null }: Input): string | number | boolean {
  return typeof value === 'object' || type === 'json' ? inputText(type, value) : value
}

/** Text in which GitHub finds no expression. */
export function literal(text: string): string {
  return text.replaceAll('${{', '$ {{')
}
