import { copyFileSync, writeFileSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { Usage } from '../diagnostic/failure.ts'
import type { Step } from '../manifest/manifest.ts'
import { decodeColumns } from '../steps/columns.ts'
import type { ExtractOptions } from '../steps/extract/options.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Fixture, FixtureRow } from './fixture.ts'

/** Where paths of fixtures start, and where they are laid out (absolute). */
export interface Places {
  readonly workspace: string
  readonly folder: string
}

const formats: Readonly<Record<string, ExtractOptions['format']>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
}

/**
 * What to extract in place of what a step would do. An extract keeps its own options, so that types, rejects and checks are
 * those of the manifest. Throws a `Usage` for a file of no known format.
 */
export function fixtureOptions(fixture: Fixture, step: Step, places: Places): ExtractOptions {
  const { rows, columns: said } =
    typeof fixture === 'object' && 'rows' in fixture ? fixture : { rows: fixture }
  const file = layOut(rows, step.id, places)
  const format = formats[extname(file.replace(/\.(?:gz|zst)$/, ''))]
  if (format === undefined)
    throw new Usage(
      `the fixture "${file}" of "${step.id}" is none that is read`,
      'give rows, or a .csv, .json or .ndjson',
    )
  const columns = said === undefined ? factsOf(step).columns : decodeColumns(said)
  const { formats: written, ...own } = step.kind === 'extract' ? step.options : plain
  const isOwn = step.kind === 'extract' && format === own.format
  return {
    ...own,
    format,
    from: [file],
    headers: {},
    compression: 'auto',
    ...(columns === undefined ? {} : { columns }),
    ...(isOwn && written !== undefined ? { formats: written } : {}),
    ...(isOwn ? {} : { csv: plain.csv }),
  }
}

const plain: ExtractOptions = {
  format: 'csv',
  from: [],
  headers: {},
  compression: 'auto',
  rejects: { rows: 0 },
  allowEmpty: true,
  csv: { ragged: 'reject' },
}

/** In a folder of the test's own: what is extracted must lie inside the workspace, and a path may look like a pattern. */
function layOut(rows: string | readonly FixtureRow[], step: string, { workspace, folder }: Places): string {
  const name = join(folder, step.replaceAll('/', '.'))
  if (typeof rows === 'string') {
    const ending = rows.slice(basename(rows).indexOf('.') + rows.length - basename(rows).length)
    copyFileSync(resolve(workspace, rows), name + ending)
    return basename(name + ending)
  }
  const lines = rows.map((row) => `${JSON.stringify(row, (_, value: unknown) => plainNumber(value))}\n`)
  writeFileSync(`${name}.ndjson`, lines.join(''))
  return basename(`${name}.ndjson`)
}

function plainNumber(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}
