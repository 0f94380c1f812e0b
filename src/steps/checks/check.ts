import type { RejectLimit } from '../rejects.ts'

/** A rule the rows of a dataset must keep before anything downstream may see them, and what a broken one means. */
export type Check = Rule & {
  /** Absent: the step fails. `warn`: it is told. `quarantine`: the rows at fault become rejects, the others go on. */
  readonly severity?: 'warn' | 'quarantine'
  /** quarantine: how many rows may be at fault before the step fails. Absent: any number, but not all of them. */
  readonly atMost?: RejectLimit
  /** Absent: the rows that the step moves. `result`: of a load, the table as it would be published. */
  readonly of?: 'result'
  /** Which entry of the manifest's list it is from. */
  readonly entry?: number
}

/** What a check demands. */
export type Rule =
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
  /** Every text of the column holds a match of the pattern (a regular expression of JavaScript, with flag `u`). */
  | { readonly rule: 'pattern'; readonly column: string; readonly pattern: string }
  /** Where none of `columns` is null, a row of the dataset of step `to` has the same values in `keys`. */
  | {
      readonly rule: 'references'
      readonly columns: readonly string[]
      readonly to: string
      readonly keys: readonly string[]
    }
  /** The newest value of the column is no older than this. */
  | { readonly rule: 'freshness'; readonly column: string; readonly maxAgeMs: number }
  /** A number about the rows stays near what it was in the last good runs. */
  | {
      readonly rule: 'distribution'
      readonly measure: Measure
      /** The column measured; of `rows` there is none. */
      readonly column?: string
      /** How far from the mean of the last runs, as a share of it. */
      readonly within: number
      /** How many of the last good runs are compared with. */
      readonly last: number
    }
  /** The rows the query returns are the failing ones. */
  | { readonly rule: 'sql'; readonly sql: string; readonly name?: string }

/** What `distribution` can look at: numbers that one query answers. `nulls` and `distinct` are shares of the rows. */
export const measures = ['rows', 'nulls', 'distinct', 'mean', 'min', 'max', 'sum'] as const
export type Measure = (typeof measures)[number]

/** What a broken rule may mean, as it is written. */
export const severities = ['error', 'warn', 'quarantine'] as const

/** Rules that point at rows, so that these can be put aside. */
export const rowRules = ['not-null', 'unique', 'accepted-values', 'range', 'pattern', 'references'] as const
export type RowRule = Rule & { readonly rule: (typeof rowRules)[number] }

export function pointsAtRows<Each extends Rule>(rule: Each): rule is Each & RowRule {
  return rowRules.some((each) => each === rule.rule)
}
