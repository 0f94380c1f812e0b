import type { Column } from '../../dataset/column.ts'

/** How many rows may be rejected before the step fails: a number of rows, or a share of those read. */
export type RejectLimit = { readonly rows: number } | { readonly share: number }

/** What `extract:` holds, decoded. The zod schema that makes it stands below. */
export interface ExtractOptions {
  readonly format: 'csv' | 'json' | 'ndjson'
  /** Paths, globs (relative to the repository's root) or http(s) URLs, read in this order as one dataset. */
  readonly from: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  /** `auto`: told from the file's first bytes. */
  readonly compression: 'auto' | 'none' | 'gzip' | 'zstd'
  /** Absent: inferred from every value of the whole source. */
  readonly columns?: readonly Column[]
  readonly rejects: RejectLimit
  readonly allowEmpty: boolean
  readonly csv: CsvDialect
}

/** A key that is absent is sniffed from the first rows, and said in the log. */
export interface CsvDialect {
  readonly delimiter?: string
  readonly quote?: string
  readonly escape?: string
  readonly comment?: string
  /** `false`: no header; a number: so many header rows, joined by a space. */
  readonly header?: boolean | number
  readonly skipLines?: number
  /** Tokens that mean null when they stand unquoted. Default: the empty field. */
  readonly null?: readonly string[]
  readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | 'windows-1252'
  readonly ragged: 'reject' | 'pad' | 'fail'
}
