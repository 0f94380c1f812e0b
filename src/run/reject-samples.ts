import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { RejectSample } from './event.ts'

const maxSamples = 5
const maxChars = 200

export interface RejectsFile {
  readonly name: string
  readonly rows: number
  readonly samples: RejectSample[]
}

/** How many rows a rejects dataset holds, and the first of them for people to look at. */
export function readRejects(path: string): RejectsFile {
  using database = new DatabaseSync(path, { readOnly: true, readBigInts: true })
  const table = database.prepare("select name from sqlite_schema where type = 'table' limit 1").get()
  const name = String(table?.['name'])
  const quoted = `"${name.replaceAll('"', '""')}"`
  const rows = Number(database.prepare(`select count(*) as n from ${quoted}`).get()?.['n'])
  const found = database.prepare(`select * from ${quoted} limit ${maxSamples}`).all()
  return { name, rows, samples: found.map(sampleOf) }
}

function sampleOf(row: Readonly<Record<string, SQLOutputValue>>): RejectSample {
  return {
    file: textOf(row['file']) ?? '',
    line: row['line'] === null || row['line'] === undefined ? null : Number(row['line']),
    column: textOf(row['column']),
    rule: textOf(row['rule']) ?? '',
    value: textOf(row['value']),
    raw: textOf(row['raw']),
  }
}

function textOf(value: SQLOutputValue | undefined): string | null {
  if (value === null || value === undefined) return null
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : `${value}`
  return text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text
}
