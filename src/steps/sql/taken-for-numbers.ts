import type { Column } from '../../dataset/column.ts'
import { addedAsText } from './added-as-text.ts'
import { comparedAsText } from './compared-as-text.ts'
import type { TakenForNumber } from './taken-for-number.ts'

/** Such places, as far as a glance at the query tells. `columns`: those of all tables that it may read. */
export function takenForNumbers(sql: string, columns: readonly Column[]): readonly TakenForNumber[] {
  return [...comparedAsText(sql, columns), ...addedAsText(sql, columns)].toSorted(
    (one, other) => one.start - other.start,
  )
}
