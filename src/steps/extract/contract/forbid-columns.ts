import { type Batch, fieldKind } from '../../../dataset/batch.ts'
import { pickRows } from '../../../dataset/pick-rows.ts'
import { type OnReject, rejectOf } from '../../../dataset/reject.ts'

/** The batch without the rows that have a value in one of these columns, by their places; these go to `onReject`. */
export function withoutForbidden(
  batch: Batch,
  forbidden: readonly { readonly name: string; readonly at: number }[],
  onReject: OnReject,
): Batch {
  if (forbidden.length === 0) return batch
  const kept: number[] = []
  for (let row = 0; row < batch.rows; row++) {
    const found = forbidden.find(({ at }) => (batch.kind[row * batch.columns + at] ?? 0) !== fieldKind.null)
    if (found === undefined) kept.push(row)
    else onReject(rejectOf(batch, row, 'contract', found.at, found.name))
  }
  return kept.length === batch.rows ? batch : pickRows(batch, kept)
}
