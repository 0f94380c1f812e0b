/** A rule the rows of a dataset must keep before anything downstream may see them. */
export type Check =
  | { readonly rule: 'not-null'; readonly columns: readonly string[] }
  | { readonly rule: 'unique'; readonly columns: readonly string[] }
  | { readonly rule: 'row-count'; readonly min?: number; readonly max?: number }
  | {
      readonly rule: 'accepted-values'
      readonly column: string
      readonly values: readonly (string | number | boolean)[]
    }
  | {
      readonly rule: 'range'
      readonly column: string
      readonly min?: number | string
      readonly max?: number | string
    }
  /** The rows the query returns are the failing ones. */
  | { readonly rule: 'sql'; readonly sql: string; readonly name?: string }
