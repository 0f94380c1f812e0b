import { type Batch, fieldKind } from '../../../dataset/batch.ts'
import { type OnReject, rejectOf } from '../../../dataset/reject.ts'

/** The batch without the rows that have a value in one of these columns, by their places; these go to `onReject`. */
export function withoutForbidden(
  batch: Batch,
  forbidden: readonly { readonly name: string; readonly at: number }[],
  onReject: OnReject,
): Batch {
  const kept: number[] = []
  for (let row = 0; row < batch.rows; row++) {
    const found = forbidden.find(({ at }) => (batch.kind[row * batch.columns + at] ?? 0) !== fieldKind.null)
    if (found === undefined) kept.push(row)
    else onReject(rejectOf(batch, row, 'contract', found.at, found.name))
  }
  return kept.length === batch.rows ? batch : rowsOf(batch, kept)
}

function rowsOf(batch: Batch, rows: readonly number[]): Batch {
  const { columns } = batch
  const size = rows.length * columns
  const start = new Int32Array(size)
  const end = new Int32Array(size)
  const kind = new Uint8Array(size)
  for (const [to, row] of rows.entries()) {
    start.set(batch.start.subarray(row * columns, (row + 1) * columns), to * columns)
    end.set(batch.end.subarray(row * columns, (row + 1) * columns), to * columns)
    kind.set(batch.kind.subarray(row * columns, (row + 1) * columns), to * columns)
  }
  const { line, raw } = batch
  return {
    ...batch,
    rows: rows.length,
    start,
    end,
    kind,
    line: line && Int32Array.from(rows, (row) => line[row] ?? 0),
    raw: raw && Int32Array.from(rows.flatMap((row) => [raw[2 * row] ?? 0, raw[2 * row + 1] ?? 0])),
  }
}
