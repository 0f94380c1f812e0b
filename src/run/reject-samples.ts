import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { RejectSample } from './event.ts'

const maxSamples = 5
const maxChars = 200

export interface RejectsFile {
  readonly name: string
  readonly rows: number
  readonly samples: RejectSample[]
}

/** How many rows a rejects dataset holds, and the first of them for people to look at: masked, then shortened. */
export function readRejects(path: string, mask: (text: string) => string): RejectsFile {
  using database = new DatabaseSync(path, { readOnly: true, readBigInts: true })
  const table = database.prepare("select name from sqlite_schema where type = 'table' limit 1").get()
  const name = String(table?.['name'])
  const quoted = `"${name.replaceAll('"', '""')}"`
  const rows = Number(database.prepare(`select count(*) as n from ${quoted}`).get()?.['n'])
  const found = database.prepare(`select * from ${quoted} limit ${maxSamples}`).all()
  return { name, rows, samples: found.map((row) => sampleOf(row, mask)) }
}

function sampleOf(
  row: Readonly<Record<string, SQLOutputValue>>,
  mask: (text: string) => string,
): RejectSample {
  const shown = (name: string) => shownText(row[name], mask)
  return {
    file: shown('file') ?? '',
    line: row['line'] === null || row['line'] === undefined ? null : Number(row['line']),
    column: shown('column'),
    rule: shown('rule') ?? '',
    value: shown('value'),
    raw: shown('raw'),
  }
}

function shownText(value: SQLOutputValue | undefined, mask: (text: string) => string): string | null {
  if (value === null || value === undefined) return null
  const text = mask(value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : `${value}`)
  return text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text
}
