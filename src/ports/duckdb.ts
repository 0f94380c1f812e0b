import type { SqlValue } from './sqlite.ts'

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
