import type { CsvDialect } from './csv-dialect.ts'
import { type CsvMarks, checkMarks } from './csv-marks.ts'
import { lineEnd } from './line-ends.ts'
import { type SampledRow, sampleRows } from './sample-rows.ts'
import { commonWidth, findTable, looksLikeHeader } from './sniff-header.ts'

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
  /** Lines to skip before it. */
  readonly skipLines: number
  readonly notes: readonly string[]
}

/** The head of a source, UTF-8, from its first line on. `whole`: it is all of it. */
export interface Head {
  readonly bytes: Buffer
  readonly whole: boolean
}

/** Decides what the dialect leaves open from the head of the source. */
export function sniffCsv(head: Head, dialect: CsvDialect): SniffedCsv {
  const notes: string[] = []
  const told = dialect.skipLines === undefined ? separatorLine(head) : undefined
  const body = told === undefined ? head : below(head, told.size)
  const quote = dialect.quote ?? sniffQuote(body.bytes)
  if (dialect.quote === undefined && quote !== '"') notes.push(`quoted with ${quote}`)
  const fixed = {
    quote,
    escape: dialect.escape ?? quote,
    comment: dialect.comment ?? '',
    strayQuotes: dialect.strayQuotes ?? 'reject',
    tolerant: dialect.tolerant ?? false,
  } as const
  const delimiter = dialect.delimiter ?? told?.delimiter ?? sniffDelimiter(body, fixed, dialect)
  if (dialect.delimiter === undefined) notes.push(delimiterNames[delimiter] ?? `"${delimiter}"`)
  const marks = { ...fixed, delimiter }
  checkMarks(marks)
  const rows = sampleRows(body.bytes, body.whole, marks, sampledRows)
  const table = tableIn(rows, dialect)
  const skipLines = (rows[table]?.above ?? 0) * Math.sign(table) + (told === undefined ? 0 : 1)
  if (skipLines > 0)
    notes.push(`${skipLines} ${skipLines === 1 ? 'line' : 'lines'} before the header skipped`)
  const header = dialect.header ?? looksLikeHeader(rows[table]?.fields ?? [])
  if (dialect.header === undefined)
    notes.push(
      header === false ? 'no header, so columns are named column1, column2, …' : headerNote(skipLines),
    )
  return { marks, headerRows: Number(header), skipLines: dialect.skipLines ?? skipLines, notes }
}

function headerNote(skipLines: number): string {
  return skipLines === 0 ? 'header in the first row' : `header on line ${skipLines + 1}`
}

/** Which row the table begins with; what the author says of lines or the header leaves nothing to look for. */
function tableIn(rows: readonly SampledRow[], { skipLines, header }: CsvDialect): number {
  return skipLines !== undefined || header === false || header === 0 ? 0 : findTable(rows, commonWidth(rows))
}

/** The line `sep=;` with which spreadsheets say how they divide. */
function separatorLine({ bytes }: Head): { delimiter: string; size: number } | undefined {
  const size = Math.max(0, lineEnd(bytes, 0, Math.min(bytes.length, 16), false))
  const delimiter = /^"?sep=(.)"?[\r\n]+$/i.exec(bytes.toString('latin1', 0, size))?.[1]
  return delimiter === undefined ? undefined : { delimiter, size }
}

function below({ bytes, whole }: Head, size: number): Head {
  return { bytes: bytes.subarray(size), whole }
}

/** `'` where fields begin with it and none begins with `"`. */
function sniffQuote(head: Buffer): string {
  const text = head.toString('latin1')
  const doubles = /(^|[,;\t|\r\n])"/.test(text)
  const singles = (text.match(/(?<=^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g) ?? []).length
  return !doubles && singles >= 2 ? "'" : '"'
}

/** The candidate that splits most rows into one and the same number of fields, the more fields the better. */
function sniffDelimiter(
  { bytes, whole }: Head,
  fixed: Omit<CsvMarks, 'delimiter'>,
  dialect: CsvDialect,
): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of candidates) {
    if ([fixed.quote, fixed.escape, fixed.comment].includes(delimiter)) continue
    const rows = sampleRows(bytes, whole, { ...fixed, delimiter }, sampledRows)
    const score = scoreOf(rows, dialect)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function scoreOf(rows: readonly SampledRow[], dialect: CsvDialect): number {
  const width = commonWidth(rows)
  if (width < 2) return 0
  const table = rows.slice(tableIn(rows, dialect))
  const same = table.filter(({ fields }) => fields.length === width).length
  const agreeing = same / table.length
  return agreeing < 0.5 ? 0 : agreeing * agreeing * Math.log2(width + 1) * Math.log2(same + 1)
}
