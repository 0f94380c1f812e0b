import type { CsvDialect } from './csv-dialect.ts'
import { type CsvMarks, checkMarks } from './csv-marks.ts'
import { holdsNoValue } from './looks-like-header.ts'
import { lineEnd } from './line-ends.ts'
import { type SampledRow, sampleRows } from './sample-rows.ts'
import { candidates, chooseDelimiter } from './sniff-delimiter.ts'
import { commonWidth, findTable, isHeader } from './sniff-header.ts'

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
  /** Those of them that drop lines, or make names of what may be none: a person is to hear of these. */
  readonly guesses: readonly string[]
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
  const aside = (rows[table]?.above ?? 0) * Math.sign(table)
  const skipLines = aside + (told === undefined ? 0 : 1)
  const header = dialect.header ?? isHeader(rows, table)
  const guesses = dialect.header === undefined ? guessesOf(header !== false, rows[table]?.fields ?? []) : []
  if (skipLines > 0) notes.push(skipped(skipLines))
  if (dialect.header === undefined) notes.push(header === false ? unnamed : headerNote(skipLines))
  return {
    marks,
    headerRows: Number(header),
    skipLines: dialect.skipLines ?? skipLines,
    notes,
    guesses: [...(aside > 0 ? [skipped(skipLines)] : []), ...guesses],
  }
}

const unnamed = 'no header, so columns are named column1, column2, …'

function skipped(lines: number): string {
  return `${lines} ${lines === 1 ? 'line' : 'lines'} before the header skipped`
}

function headerNote(skipLines: number): string {
  return skipLines === 0 ? 'header in the first row' : `header on line ${skipLines + 1}`
}

function guessesOf(header: boolean, first: readonly string[]): string[] {
  if (!header) return [unnamed]
  return holdsNoValue(first) ? [] : ['numbers or dates are taken for names of columns']
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

function sniffDelimiter(
  { bytes, whole }: Head,
  fixed: Omit<CsvMarks, 'delimiter'>,
  dialect: CsvDialect,
): string {
  const free = candidates.filter((each) => ![fixed.quote, fixed.escape, fixed.comment].includes(each))
  return chooseDelimiter(
    free.map((delimiter) => {
      const rows = sampleRows(bytes, whole, { ...fixed, delimiter }, sampledRows)
      return { delimiter, rows, table: tableIn(rows, dialect) }
    }),
  )
}
