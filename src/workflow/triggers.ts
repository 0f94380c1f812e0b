import { Usage } from '../diagnostic/failure.ts'
import type { Input, Manifest, Schedule } from '../manifest/manifest.ts'
import { indented, mapping, quoted } from './yaml-text.ts'

/** GitHub's form for a manual run has so many fields and no more. */
const maxInputs = 25

/** When the workflow runs: on the manifest's schedules, and by hand with its inputs as a form. */
export function triggers(manifest: Manifest): string {
  return `on:
${indented([...scheduleTrigger(manifest.schedules), ...dispatchTrigger(manifest)].join('\n'), 2)}`
}

function scheduleTrigger(schedules: readonly Schedule[]): string[] {
  if (schedules.length === 0) return []
  const ticks = schedules.map(
    ({ cron, timezone }) => `  - cron: ${quoted(cron)}\n    timezone: ${quoted(timezone)}`,
  )
  return ['schedule:', ...new Set(ticks)]
}

function dispatchTrigger({ inputs, file }: Manifest): string[] {
  const entries = Object.entries(inputs)
  if (entries.length === 0) return ['workflow_dispatch:']
  if (entries.length > maxInputs)
    throw new Usage(`${file} has ${entries.length} inputs, and GitHub takes ${maxInputs} for a manual run`)
  return ['workflow_dispatch:', '  inputs:', ...entries.map(([name, input]) => indented(field(name, input), 4))]
}

const githubTypes: Readonly<Record<Input['type'], string>> = {
  text: 'string',
  date: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  choice: 'choice',
}

function field(name: string, input: Input): string {
  const description = [input.description, input.type === 'date' ? 'YYYY-MM-DD' : undefined].filter(
    (part) => part !== undefined,
  )
  const entries: [string, string][] = [['type', githubTypes[input.type]]]
  if (description.length > 0) entries.push(['description', quoted(description.join(', '))])
  if (input.options !== undefined) entries.push(['options', `[${input.options.map(quoted).join(', ')}]`])
  if (input.default !== undefined) entries.push(['default', scalar(input.default)])
  // With a default the field is never empty, so only an input without one is asked for.
  entries.push(['required', String(input.required && input.default === undefined)])
  return `${name}:\n${indented(mapping(entries), 2)}`
}

function scalar(value: string | number | boolean): string {
  return typeof value === 'string' ? quoted(value) : String(value)
}
