import { type Idiom, idioms } from './idioms.ts'

const below = 'A need that is skipped below a failure counts as skipped, not as failed.'

/** What other orchestrators call their conditions, and how they are written here: one table for each. */
export function idiomTables(): string {
  const tables = ['Airflow', 'Prefect', 'Dagster'].map((of) => table(of))
  return `## Conditions of other orchestrators

What a step with the needs \`a\` and \`b\` says to be run under a condition of theirs. A test runs each row over all
results of the two needs, in one process and job by job. Three things differ everywhere. They have no cancelled step:
where \`!cancelled()\` stands, nothing is begun any more once the run is cancelled, as there; leave it out to begin all
the same. A failure that is tolerated (\`continue-on-error\`) is a success to those who need it. And a step starts when
all its needs have ended, never before.

${tables.join('\n')}`
}

function table(of: string): string {
  const rows = idioms
    .filter((idiom) => idiom.of === of)
    .map((idiom) => `| ${cell(idiom.name)} | ${cell(keysOf(idiom))} | ${cell(remarkOn(idiom))} |`)
  return `| ${of} | here | to know |\n|---|---|---|\n${rows.join('\n')}\n`
}

function keysOf({ keys }: Idiom): string {
  const written = Object.entries(keys).map(([key, value]) => `\`${key}: ${flow(value)}\``)
  return written.length === 0 ? 'no `if`' : written.join(', ')
}

/** A value in YAML's flow style. A condition that begins with `!` would be a tag, so it is quoted. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, each]) => `${key}: ${flow(each)}`)
    return `{ ${pairs.join(', ')} }`
  }
  const text = String(value)
  return text.startsWith('!') ? `"${text}"` : text
}

function remarkOn({ says, differsBelowFailure }: Idiom): string {
  return [says, differsBelowFailure === true ? below : undefined]
    .filter((each) => each !== undefined)
    .join(' ')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
