import type { Failure } from '../diagnostic/failure.ts'
import type { Kysely } from 'kysely'
import type { Batch } from '../dataset/batch.ts'
import type { GrowingDataset } from '../dataset/growing-dataset.ts'
import type { Column, Dataset } from '../dataset/column.ts'
import type { SqlValue } from './sqlite.ts'

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
