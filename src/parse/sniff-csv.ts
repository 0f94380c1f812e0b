import type { CsvDialect, CsvMarks } from './csv-dialect.ts'
import { CsvScanner, scanned } from './csv-scanner.ts'
import { Failure } from '../diagnostic/failure.ts'

const candidates = [',', ';', '\t', '|']
const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
}
const sampledRows = 200

/** A dialect with nothing left open. */
export interface SniffedCsv {
  readonly marks: CsvMarks
  /** How many rows the header takes. */
  readonly headerRows: number
  readonly notes: readonly string[]
}

/** Decides what the dialect leaves open from the head of the source (UTF-8, behind the lines to skip). */
export function sniffCsv(head: Buffer, whole: boolean, dialect: CsvDialect): SniffedCsv {
  const notes: string[] = []
  const quote = dialect.quote ?? sniffQuote(head)
  const fixed = {
    quote: mark('quote', quote),
    escape: mark('escape', dialect.escape ?? quote),
    comment: mark('comment', dialect.comment ?? ''),
  }
  if (dialect.quote === undefined && quote !== '"') notes.push(`quoted with ${quote}`)
  let delimiter = dialect.delimiter
  if (delimiter === undefined) {
    delimiter = sniffDelimiter(head, whole, fixed)
    notes.push(delimiterNames[delimiter] ?? delimiter)
  }
  const marks = { ...fixed, delimiter: mark('delimiter', delimiter) }
  checkMarks(marks)
  let header = dialect.header
  if (header === undefined) {
    header = looksLikeHeader(rowsOf(head, whole, marks, 1)[0] ?? [])
    notes.push(header ? 'header in the first row' : 'no header, so columns are named column1, column2, …')
  }
  return { marks, headerRows: Number(header), notes }
}

/** A mark as a byte: one ASCII character, or none. */
function mark(name: string, text: string): number {
  const code = text.charCodeAt(0)
  if (text === '') {
    if (name === 'delimiter') throw new Failure('csv/dialect', 'the delimiter is empty')
    return -1
  }
  if (text.length > 1 || code > 127 || code === 10 || code === 13 || code === 0) {
    throw new Failure('csv/dialect', `${name} is ${JSON.stringify(text)}; it must be one ASCII character`)
  }
  return code
}

function checkMarks({ delimiter, quote, comment, escape }: CsvMarks): void {
  if (
    delimiter === quote ||
    delimiter === escape ||
    (comment >= 0 && (comment === delimiter || comment === quote))
  ) {
    throw new Failure('csv/dialect', 'delimiter, quote and comment must be different characters')
  }
}

/** `'` where fields begin with it and none begins with `"`. */
function sniffQuote(head: Buffer): string {
  const text = head.toString('latin1')
  const doubles = /(^|[,;\t|\r\n])"/.test(text)
  const singles = (text.match(/(?<=^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g) ?? []).length
  return !doubles && singles >= 2 ? "'" : '"'
}

/** The candidate that splits most rows into one and the same number of fields, the more fields the better. */
function sniffDelimiter(head: Buffer, whole: boolean, fixed: Omit<CsvMarks, 'delimiter'>): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of candidates) {
    const byte = delimiter.charCodeAt(0)
    if (byte === fixed.comment || byte === fixed.quote) continue
    const rows = rowsOf(head, whole, { ...fixed, delimiter: byte }, sampledRows)
    const width = rows[0]?.length ?? 0
    if (width < 2) continue
    const agreeing = rows.filter((row) => row.length === width).length / rows.length
    const score = agreeing * agreeing * Math.log2(width + 1)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** The fields of the first whole rows; a damaged row counts as one of no fields. */
function rowsOf(head: Buffer, whole: boolean, marks: CsvMarks, most: number): string[][] {
  const scanner = new CsvScanner(marks, 4096)
  const bytes = Buffer.concat([head, Buffer.alloc(head.length)])
  const rows: string[][] = []
  for (let at = 0; at < head.length && rows.length < most; at = scanner.next) {
    scanner.side = head.length
    const verdict = scanner.scan(bytes, at, head.length, whole, 0, 4096)
    if (verdict === scanned.incomplete) break
    if (verdict === scanned.blank || verdict === scanned.comment) continue
    const fields = Math.min(scanner.count, 4096)
    rows.push(
      verdict === scanned.damaged
        ? []
        : Array.from({ length: fields }, (_, i) => bytes.toString('utf8', scanner.start[i], scanner.end[i])),
    )
  }
  return rows
}

/** A header has no field that is a number, a date or a truth value. */
function looksLikeHeader(first: readonly string[]): boolean {
  return !first.some((field) =>
    /^([-+]?\d*\.?\d+(e[-+]?\d+)?|\d{4}-\d\d-\d\d.*|true|false)$/i.test(field.trim()),
  )
}
