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
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | 'windows-1252'

/** The characters that the scanner acts on, as bytes; -1 where there is none. */
export interface CsvMarks {
  readonly delimiter: number
  readonly quote: number
  readonly escape: number
  readonly comment: number
}
