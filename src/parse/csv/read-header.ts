import { Failure } from '../../diagnostic/failure.ts'
import type { ByteWindow } from '../byte-window.ts'
import { checkHeaderBytes, checkWidth, headerFailure, nameOf, namesOf } from './csv-header.ts'
import { openScanner } from './open-scanner.ts'
import { type RecordScanner, scanned } from './record-scanner.ts'
import type { SniffedCsv } from './sniff-csv.ts'

const mostFields = 1 << 16

interface CsvHeader {
  readonly names: readonly string[]
  /** The line on which the rows begin. */
  readonly line: number
  readonly notes: readonly string[]
  /** Whether a line break ends it. */
  readonly ended: boolean
}

/** Reads the rows of the header; without one the first row is only looked at. Throws a `Failure` (`csv/header`, `csv/empty`). */
export async function readHeader(
  window: ByteWindow,
  { marks, headerRows }: SniffedCsv,
  firstLine: number,
): Promise<CsvHeader> {
  const scanner = openScanner(marks, mostFields)
  const rows: string[][] = []
  let line = firstLine
  let headerLine: number | undefined
  let ended = true
  while (rows.length < Math.max(1, headerRows)) {
    if (window.from === window.to && !window.ended) await window.fill()
    if (window.from === window.to) throw noHeader(rows.length)
    scanner.side = window.half
    const verdict = scanner.scan(window.bytes, window.from, window.to, window.ended, 0, mostFields)
    if (verdict === scanned.incomplete) {
      window.refuseRunaway(line)
      await window.fill()
      continue
    }
    const bytes = window.bytes.subarray(window.from, scanner.next)
    if (verdict === scanned.damaged || verdict === scanned.row) checkHeaderBytes(bytes, line)
    if (verdict === scanned.damaged) throw headerFailure(line, `it has ${scanner.fault}`)
    if (verdict === scanned.row) {
      checkWidth(scanner.count)
      rows.push(fieldsOf(window.bytes, scanner))
      if (headerRows === 0) return { ...unnamed(scanner.count), line, ended }
      headerLine ??= line
      ended = [10, 13].includes(bytes.at(-1) ?? 0)
    }
    window.from = scanner.next
    line += scanner.lines
  }
  return { ...namesOf(rows, headerLine ?? firstLine), line, ended }
}

function unnamed(width: number): { names: readonly string[]; notes: readonly string[] } {
  return { names: Array.from({ length: width }, (_, index) => nameOf(index)), notes: [] }
}

function fieldsOf(bytes: Buffer, { start, end, count }: RecordScanner): string[] {
  return Array.from({ length: count }, (_, index) => bytes.toString('utf8', start[index], end[index]))
}

function noHeader(rows: number): Failure {
  if (rows > 0) return new Failure('csv/header', `the source ends after ${rows} of the header's rows`)
  return new Failure('csv/empty', 'the source is empty: it has no header and no rows')
}
