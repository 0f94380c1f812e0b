/** What `load:` holds, decoded: a table of a connection, or a file. */
export type LoadOptions = TableLoad | FileLoad

export interface TableLoad {
  readonly target: 'table'
  /** The step whose dataset is loaded. */
  readonly from: string
  /** The name of a connection of the manifest. */
  readonly into: string
  /** `table` or `schema.table`. */
  readonly table: string
  readonly mode: 'append' | 'replace' | 'merge'
  /** The columns that identify a row; not empty for `merge`. */
  readonly key: readonly string[]
  readonly allowEmpty: boolean
}

export interface FileLoad {
  readonly target: 'file'
  readonly from: string
  /** Relative to the repository's root. */
  readonly file: string
  readonly format: 'csv' | 'json' | 'ndjson'
  /** On GitHub: committed to the repository if its bytes changed. */
  readonly commit: boolean
  readonly allowEmpty: boolean
}
