/** What SQLite makes of a query without running it: the names of its columns, or what it complains of. */
export type Compiled =
  | { readonly columns: readonly string[] }
  | {
      readonly error: string
      /** What an author's query may not do, e.g. `DELETE orders`. */
      readonly refused?: string
    }

export type Compile = (sql: string) => Promise<Compiled>

/** A table that a query sees. */
export interface QueryTable {
  readonly name: string
  readonly columns: readonly string[]
}
