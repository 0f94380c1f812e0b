import type { OnReject } from '../dataset/reject.ts'
import { Failure } from '../diagnostic/failure.ts'
import { closedOnThrow } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import type { CsvDialect } from './csv-dialect.ts'
import { checkWidth, namesOf } from './csv-header.ts'
import { CsvReader } from './csv-reader.ts'
import { CsvScanner, scanned } from './csv-scanner.ts'
import { peek } from './peek.ts'
import type { Records } from './records.ts'
import { sniffCsv, type SniffedCsv } from './sniff-csv.ts'

const headSize = 1 << 16

/**
 * Reads the head of a CSV source, sniffs what the dialect leaves open, and promises the rest as batches. Damaged
 * rows go to `onReject`. Throws a `Failure` (`csv/empty`, `csv/header`, `csv/dialect`, `csv/ragged`,
 * `parse/encoding`, `parse/too-long`).
 */
export async function openCsv(
  source: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
  onReject: OnReject,
): Promise<Records> {
  const { window, notes } = await peek(source, dialect.encoding)
  return closedOnThrow(window, () => openRows(window, notes, dialect, onReject))
}

async function openRows(
  window: ByteWindow,
  notes: readonly string[],
  dialect: CsvDialect,
  onReject: OnReject,
): Promise<Records> {
  const skipped = await skipLines(window, dialect.skipLines ?? 0)
  const head = window.bytes.subarray(window.from, Math.min(window.to, window.from + headSize))
  const sniffed = sniffCsv(head, window.ended && head.length === window.to - window.from, dialect)
  const { names, line } = await readHeader(window, sniffed, skipped + 1)
  const reader = new CsvReader(window, { ...dialect, marks: sniffed.marks, names, line }, onReject)
  return { names, notes: [...notes, ...sniffed.notes], batches: reader.batches() }
}

async function skipLines(window: ByteWindow, count: number): Promise<number> {
  for (let skipped = 0; skipped < count; skipped++) {
    while (!endOfLine(window)) {
      if (window.ended) return skipped
      window.refuseRunaway(skipped + 1)
      await window.fill()
    }
  }
  return count
}

/** Moves behind the next line break, if the window shows it whole. */
function endOfLine(window: ByteWindow): boolean {
  const { bytes, to, ended } = window
  for (let at = window.from; at < to; at++) {
    if (bytes[at] !== 10 && bytes[at] !== 13) continue
    if (bytes[at] === 13 && at + 1 === to && !ended) return false
    window.from = at + (bytes[at] === 13 && at + 1 < to && bytes[at + 1] === 10 ? 2 : 1)
    return true
  }
  if (ended) window.from = to
  return ended
}

/** The names, and the line on which the rows begin. Without a header the first row is only looked at. */
async function readHeader(
  window: ByteWindow,
  { marks, headerRows }: SniffedCsv,
  firstLine: number,
): Promise<{ names: string[]; line: number }> {
  const scanner = new CsvScanner(marks, 1 << 16)
  const rows: string[][] = []
  let line = firstLine
  while (rows.length < Math.max(1, headerRows)) {
    if (window.from === window.to && !window.ended) await window.fill()
    if (window.from === window.to) throw noHeader(rows.length)
    scanner.side = window.half
    const verdict = scanner.scan(window.bytes, window.from, window.to, window.ended, 0, 1 << 16)
    if (verdict === scanned.incomplete) {
      window.refuseRunaway(line)
      await window.fill()
      continue
    }
    if (verdict === scanned.damaged)
      throw new Failure('csv/header', `the header on line ${line} has ${scanner.fault}`)
    if (verdict === scanned.row) {
      checkWidth(scanner.count)
      rows.push(fieldsOf(window.bytes, scanner))
      if (headerRows === 0) return { names: rows[0]?.map((_, index) => `column${index + 1}`) ?? [], line }
    }
    window.from = scanner.next
    line += scanner.lines
  }
  return { names: namesOf(rows, firstLine), line }
}

function fieldsOf(bytes: Buffer, { start, end, count }: CsvScanner): string[] {
  return Array.from({ length: count }, (_, index) => bytes.toString('utf8', start[index], end[index]))
}

function noHeader(rows: number): Failure {
  if (rows > 0) return new Failure('csv/header', `the source ends after ${rows} of the header's rows`)
  return new Failure('csv/empty', 'the source is empty: it has no header and no rows')
}
