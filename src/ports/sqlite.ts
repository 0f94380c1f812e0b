import type { Batch } from '../dataset/batch.ts'
import type { Column } from '../dataset/column.ts'

/** A value bound to a `?` of a statement. */
export type SqlValue = string | number | bigint | null

/** A value a statement answers: integers past 2^53 as `bigint`, blobs as bytes. */
export type SqlResult = SqlValue | Uint8Array

/**
 * SQLite in a process of its own, so that cancelling is exact: a worker thread cannot be stopped inside a
 * statement (`docs/decisions/0001-sqlite-in-a-child-process.md`).
 */
export interface SqliteEngine {
  /** Opens a database file. Aborting the signal kills the process; what was not committed is rolled back. */
  open(options: SqliteOptions, signal: AbortSignal): Promise<SqliteSession>
  /** Starts a process that the next `open` takes. Disposed of before, it ends. */
  prepare?(): Disposable
}

export interface SqliteOptions {
  /** Created if it is not there, unless `readOnly`. `:memory:` for none. */
  readonly path: string
  readonly readOnly?: boolean
  /** Datasets, attached read-only under these schema names; ten at most. */
  readonly attach?: readonly { readonly name: string; readonly path: string }[]
  /** Give the functions of `docs/sql.md` (`regexp`, `date_trunc`, `sha256`, `decimal_*`). */
  readonly functions?: boolean
  /** Nobody else knows the file: no journal, no waiting for the disk, and its schema's text may be rewritten. */
  readonly unpublished?: boolean
}

/** One connection; its statements run one after the other. Disposing it ends its process. */
export interface SqliteSession extends AsyncDisposable {
  query(statement: SqliteStatement): Promise<{
    readonly rows: readonly Readonly<Record<string, SqlResult>>[]
    readonly changes: number
  }>
  /** Compiles the statement without running it: its result columns and, where they have one, their origin. */
  describe(statement: SqliteStatement): Promise<readonly SqliteResultColumn[]>
  /** Starts a query whose rows `fetch` hands out; `columns` are those of its batches. One at a time. */
  select(statement: SqliteStatement, columns: readonly Column[]): Promise<void>
  /** The next rows of the query that `select` started; `undefined` behind the last one. */
  fetch(): Promise<Batch | undefined>
}

export interface SqliteStatement {
  readonly sql: string
  readonly parameters?: readonly SqlValue[]
  /** It holds an author's text: it may only read, and fill `into` (a table of the main database) if that is given. */
  readonly guard?: { readonly into?: string }
}

export interface SqliteResultColumn {
  readonly name: string
  /** The type that its column was declared with. */
  readonly declared?: string
  readonly origin?: { readonly database: string; readonly table: string; readonly column: string }
}
