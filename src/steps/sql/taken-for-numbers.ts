import type { Column } from '../../dataset/column.ts'
import { addedAsText } from './added-as-text.ts'
import { comparedAsText } from './compared-as-text.ts'

/** A place where a query takes for a number what SQLite keeps as text. */
export interface TakenForNumber {
  readonly code: 'sql/long-decimal' | 'sql/text-sum'
  readonly message: string
  readonly help: string
  readonly start: number
  readonly end: number
}

/** Such places, as far as a glance at the query tells. `columns`: those of all tables that it may read. */
export function takenForNumbers(sql: string, columns: readonly Column[]): readonly TakenForNumber[] {
  return [...comparedAsText(sql, columns), ...addedAsText(sql, columns)].toSorted(
    (one, other) => one.start - other.start,
  )
}
