import type { Dataset } from '../dataset/column.ts'
import type { Connection, TableName, Transaction } from '../ports/database.ts'
import type { TableLoad } from './load/options.ts'

/** What is known of a load into a table when it begins. */
export interface BeginningLoad {
  readonly options: TableLoad
  readonly connection: Connection
  readonly dataset: Dataset
  /** Whether the load is to make the table, and was never done. */
  readonly isFirst: (transaction: Transaction) => Promise<boolean>
  readonly signal: AbortSignal
}

/** What was done of a load while its rows were still written. Dropped, nothing is left of it. */
export type WorkAhead = TableAhead | FileAhead

/** They lie in a file of the run's own. */
export interface FileAhead {
  readonly of: 'file'
  /** The file, if it has all rows of this dataset and no others; it is the taker's. If not it is dropped. */
  take(dataset: Dataset): Promise<string | undefined>
  /** Stops. Never throws. */
  drop(): Promise<void>
}

/** They lie in the database, on a connection that waits for the load. */
export interface TableAhead {
  readonly of: 'table'
  /** Where they are: a table that nobody else knows, and that is to become the load's. */
  readonly table: TableName
  /**
   * Whether what was done is what this load would have begun with: of the same rows, to the same place, where nobody else
   * has made anything since. If not it is dropped. Throws when the load is stopped meanwhile.
   */
  take(load: BeginningLoad): Promise<boolean>
  /**
   * Does the rest of a load that has taken it, in a transaction, and commits. Answers `undefined` where the table could not
   * get its name: then nothing is left of either, and the load is to be made as if nothing had been done.
   */
  finish<T>(work: (transaction: Transaction) => Promise<T>): Promise<T | undefined>
  /** Takes back what was done, and closes; once it is finished there is nothing to drop. Never throws. */
  drop(): Promise<void>
}
