/** How a CSV source is written, as its author says it. What is absent is sniffed from its head, and said in the log. */
export interface CsvDialect {
  readonly delimiter?: string
  /** The empty text: nothing is quoted. */
  readonly quote?: string
  readonly escape?: string
  readonly comment?: string
  /** `false`: no header; a number: so many header rows, joined by a space. */
  readonly header?: boolean | number
  readonly skipLines?: number
  /** Tokens that mean null when they stand unquoted. Default: the empty field. */
  readonly null?: readonly string[]
  readonly encoding?: Encoding
  readonly ragged: 'reject' | 'pad' | 'fail'
  /** `keep`: a quote where none belongs is a character like any other. Default: `reject`. */
  readonly strayQuotes?: 'reject' | 'keep'
  /** Read by csv-parse. Default: where a mark is more than one byte, or stray quotes are kept. */
  readonly tolerant?: boolean
}

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]
