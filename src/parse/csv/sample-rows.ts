import type { CsvMarks } from './csv-marks.ts'
import { openScanner } from './open-scanner.ts'
import { scanned } from './record-scanner.ts'

/** A row of the head of a source; one that is damaged has no fields. */
export interface SampledRow {
  readonly fields: readonly string[]
  /** How many lines stand before it. */
  readonly above: number
}

const mostFields = 4096

/** The first whole rows of the head of a source, `most` at most. `whole`: there is nothing behind the head. */
export function sampleRows(head: Buffer, whole: boolean, marks: CsvMarks, most: number): SampledRow[] {
  const scanner = openScanner(marks, mostFields)
  const bytes = Buffer.concat([head, Buffer.alloc(head.length)])
  const rows: SampledRow[] = []
  let above = 0
  for (let at = 0; at < head.length && rows.length < most; at = scanner.next) {
    scanner.side = head.length
    const verdict = scanner.scan(bytes, at, head.length, whole, 0, mostFields)
    if (verdict === scanned.incomplete) break
    const count = verdict === scanned.row ? Math.min(scanner.count, mostFields) : 0
    const { start, end } = scanner
    if (verdict === scanned.row || verdict === scanned.damaged)
      rows.push({
        above,
        fields: Array.from({ length: count }, (_, i) => bytes.toString('utf8', start[i], end[i])),
      })
    above += scanner.lines
  }
  return rows
}
