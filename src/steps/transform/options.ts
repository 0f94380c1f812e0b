import type { Column } from '../../dataset/column.ts'

/** What `transform:` holds, decoded: SQL over the datasets of its needs, or a function of a module. */
export type TransformOptions =
  | {
      readonly sql: string
      /** Set when the SQL came from a file of the repository (`sql: ./sql/daily.sql`). */
      readonly file?: string
      readonly columns?: readonly Column[]
    }
  | {
      /** The module's path, relative to the repository's root. */
      readonly module: string
      readonly export: string
      readonly from?: string
      readonly with: Readonly<Record<string, unknown>>
      readonly columns?: readonly Column[]
    }
