import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import type { SqliteOptions, SqliteResultColumn, SqliteStatement, SqlResult } from '../../ports/sqlite.ts'

/** What the parent asks of the child process, one at a time. */
export type Request =
  | { readonly do: 'open'; readonly options: SqliteOptions }
  | { readonly do: 'query'; readonly statement: SqliteStatement }
  | { readonly do: 'describe'; readonly statement: SqliteStatement }
  | { readonly do: 'select'; readonly statement: SqliteStatement; readonly columns: readonly Column[] }
  | { readonly do: 'fetch' }

/** What a request comes to; `describe` fills `columns`, `fetch` fills `batch` while there are rows, `query` the rest. */
export interface Reply {
  readonly rows: readonly Readonly<Record<string, SqlResult>>[]
  readonly changes: number
  readonly columns: readonly SqliteResultColumn[]
  readonly batch?: Batch
}

/** What SQLite said, as data; `errcode` is its (extended) result code. */
export interface SqliteProblem {
  readonly message: string
  readonly errcode?: number
  /** What the guard refused, e.g. `DELETE of "orders"`. */
  readonly refused?: string
}

export type Answer =
  | { readonly ok: true; readonly value: Reply }
  | { readonly ok: false; readonly problem: SqliteProblem }
