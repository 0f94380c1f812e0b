/** What the program asks of the world. Types only: the adapters make them real, tests make them up. */
import type { Failure } from '../diagnostic/failure.ts'
import type { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import type { Batch } from '../dataset/batch.ts'
import type { Column, Dataset } from '../dataset/column.ts'
import type { GrowingDataset } from '../dataset/growing-dataset.ts'

export interface Ports {
  readonly clock: Clock
  readonly http: Http
  readonly processes: Processes
  readonly databases: Databases
  readonly sqlite: SqliteEngine
  readonly duckdb: Duckdb
}

export interface Clock {
  now(): Date
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number from 0 up to, not including, 1. */
  random(): number
}

export interface Http {
  /**
   * One request, its redirects followed, whose answer's body is streamed without its content encodings. Throws a
   * `Failure` (`http/status`, `http/connection`, `http/redirect`, …) unless the status is 2xx, or 304 and was asked for.
   */
  request(request: HttpRequest): Promise<HttpAnswer>
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH'

export interface HttpRequest {
  readonly url: string
  /** Default: `GET`. */
  readonly method?: HttpMethod
  /** None of them, nor `body`, goes to another origin than that of `url`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  /** Hides what is secret in an answer that a `Failure` quotes the beginning of. */
  readonly mask?: (text: string) => string
  /** What is here already: if it is still the same, the answer is a 304 without a body. */
  readonly known?: Validators
  /** The rest of something whose first `bytes` are here, if it is still what it was: else the answer is a 200. */
  readonly rest?: { readonly bytes: number; readonly ifRange: string }
}

/** How a server tells one state of a thing from the next. Both as it wrote them. */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

export interface HttpAnswer {
  /** A 206 holds the rest that was asked for, from its first byte on. */
  readonly status: number
  /** By name in small letters; several of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Where it came from, after redirects. */
  readonly url: string
  readonly validators: Validators
  readonly body: Readable
}

export interface Processes {
  /**
   * Runs a command in a process group of its own; when `signal` is aborted the whole group is ended and waited for.
   * It inherits nothing: `env` is all it sees.
   */
  run(command: {
    file: string
    args: readonly string[]
    cwd: string
    env: Readonly<Record<string, string>>
    signal: AbortSignal
    onLine: (line: string, stream: 'stdout' | 'stderr') => void
  }): Promise<{ exitCode: number | null; signalName: string | null }>
}

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

/** A connection of a manifest, its expressions evaluated. It holds secrets: never print it. */
export interface Connection {
  /** Empty where a `dialect` is told none. */
  readonly url: string
  /** The module that makes its Kysely dialect, relative to the repository's root; absent: the URL's scheme tells. */
  readonly dialect?: string
  /** What the module is given beside the URL. */
  readonly env?: Readonly<Record<string, string>>
}

export interface Databases {
  /**
   * Opens a connection by its URL (`postgres://…`, `mysql://…`, `sqlite:path`; paths are relative to `workspace`) or
   * its module. Throws a `Failure` (`database/connection`) that never shows the password. Aborting the signal ends
   * the running statement and rolls back.
   */
  open(connection: Connection, workspace: string, signal: AbortSignal): Promise<Database>
  /** What `open` would throw because no driver takes such a URL; opens nothing. */
  faultOf(connection: Connection): Failure | undefined
}

/** A table of a database; without a schema, the one the connection takes by itself. */
export interface TableName {
  readonly schema?: string
  readonly name: string
}

/** Tables known only at run time. */
export type AnyTables = Record<string, Record<string, unknown>>

/** The SQL that a database speaks. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql'

export interface Database extends AsyncDisposable {
  readonly dialect: Dialect
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. `dataset` is what its
   * `stage` makes readable; without one there is nothing to stage.
   */
  transaction<T>(dataset: Dataset | undefined, work: (transaction: Transaction) => Promise<T>): Promise<T>
  /**
   * The same in a database that is made for it: what the dataset's `stage` answers is a table of it already, which `work`
   * makes another or drops. The database gets its place, whole, when `work` has resolved. `draft`: a path where nobody
   * else writes. Answers `undefined`, and leaves nothing, where it cannot be made so; `work` may have been done then, for
   * nothing. Absent: databases of this kind are not made.
   */
  transactionInNew?<T>(
    dataset: Dataset,
    draft: string,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T | undefined>
  /** Streams what a query of an author's answers, with parameters as `bindSql` writes them; it may only read. */
  select(query: AuthorQuery): Promise<Selection>
}

/** One query of an author's, with parameters as `bindSql` writes them. */
export interface AuthorQuery {
  readonly sql: string
  readonly parameters: readonly SqlValue[]
}

export interface StagedQuery {
  readonly table: TableName
  readonly columns: readonly Column[]
  readonly rows: number
}

/** The answer of a query while it comes in: rows as bytes, at the pace of whoever takes them. */
export interface Selection {
  /** Named and typed as the database tells them: without loss, or as text. */
  readonly columns: readonly Column[]
  /** Ends the query when it is left early. */
  readonly batches: AsyncIterable<Batch>
}

export interface Transaction {
  readonly dialect: Dialect
  readonly db: Kysely<AnyTables>
  /**
   * Makes the rows of the dataset readable inside the transaction, and answers where. `into`: in this table, which the
   * transaction has made for them (SQLite, which copies nothing, stages as ever).
   */
  stage(onRows: (rows: number) => void, into?: TableName): Promise<TableName>
  /**
   * Copies rows that are still written into this table, which the transaction has made for them; answers how many, when
   * all are there. Absent: the database cannot.
   */
  copyGrowing?(rows: GrowingDataset, into: TableName): Promise<number>
  /** The columns of what a query of an author's answers. */
  describe(query: AuthorQuery): Promise<readonly Column[]>
  /** Puts what a query of an author's answers into a temporary table of those columns; no row leaves the database. */
  stageQuery(query: AuthorQuery): Promise<StagedQuery>
  /** Runs a query of an author's, with parameters as `bindSql` writes them. It may only read. */
  read(sql: string, parameters: readonly SqlValue[]): Promise<readonly Readonly<Record<string, unknown>>[]>
}

/** DuckDB, an optional engine for SQL over many rows. It is not part of Millrace and is looked for when it is first asked for. */
export interface Duckdb {
  /**
   * Opens an empty database in memory that sees datasets as schemas, read-only. Throws a `Failure` (`engine/missing`) that
   * names the line to add. Aborting the signal interrupts its query.
   */
  open(options: DuckdbOptions, signal: AbortSignal): Promise<DuckdbSession>
}

export interface DuckdbOptions {
  /** The repository's root: the project there may have DuckDB among its dependencies. */
  readonly workspace: string
  /** Where it may put what does not fit into memory. */
  readonly scratch: string
  /** Datasets, under these schema names. */
  readonly attach: readonly { readonly name: string; readonly path: string }[]
  readonly log: (line: string) => void
}

export interface DuckdbSession extends AsyncDisposable {
  /** Runs one statement; integers come as `bigint`. Throws a `Failure` (`sql/error`), with the place in `sql` where DuckDB tells one. */
  query(sql: string, parameters?: readonly SqlValue[]): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** The names of the columns that a query answers, which it does not run. */
  describe(sql: string): Promise<readonly string[]>
  /** From now on it reaches no network and no file but what is attached and its `scratch`, and no query can change that. */
  seal(): Promise<void>
}
