import { type BrokenRule, BrokenRules } from '../../dataset/broken-rules.ts'
import type { Column } from '../../dataset/column.ts'
import { DatasetCursor } from '../../dataset/file-format/dataset-cursor.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { readRows } from '../../dataset/read-rows.ts'
import type { Row } from '../../dataset/read-rows.ts'
import type { RejectSample } from '../event.ts'

const maxSamples = 5
const maxChars = 200
const maxRules = 10

interface RejectsFile {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: number
  readonly samples: RejectSample[]
  readonly byRule: readonly BrokenRule[]
}

/** How many rows a rejects dataset holds, and for which rules; and the first of them for people to look at: masked, then shortened. */
export function readRejects(path: string, mask: (text: string) => string): RejectsFile {
  using file = openDatasetFile(path)
  const [first = []] = readRows(file, maxSamples)
  const samples = first.map((row) => sampleOf(row, mask))
  return { name: file.name, columns: file.columns, rows: file.rows, samples, byRule: brokenRules(file) }
}

function brokenRules(file: DatasetReader): readonly BrokenRule[] {
  const [column, rule] = ['column', 'rule'].map((name) =>
    file.columns.findIndex((each) => each.name === name),
  )
  const broken = new BrokenRules()
  if (column === undefined || rule === undefined) return []
  const cursor = new DatasetCursor(file)
  while (cursor.next())
    broken.add({ column: cursor.isNull(column) ? null : cursor.text(column), rule: cursor.text(rule) })
  return broken.most(maxRules)
}

function sampleOf(row: Row, mask: (text: string) => string): RejectSample {
  const shown = (name: string) => shownText(row[name], mask)
  return {
    file: shown('file') ?? '',
    line: numberOf(row['line']),
    byte: numberOf(row['byte']),
    column: shown('column'),
    rule: shown('rule') ?? '',
    value: shown('value'),
    raw: shown('raw'),
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
}

function shownText(value: unknown, mask: (text: string) => string): string | null {
  if (typeof value !== 'string') return null
  const text = mask(value)
  return text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text
}
