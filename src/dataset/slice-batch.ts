import type { Batch } from './batch.ts'

/** The rows `[from, to)` of a batch, over the same bytes. */
export function sliceBatch(batch: Batch, from: number, to: number): Batch {
  const { columns } = batch
  return {
    ...batch,
    rows: to - from,
    start: batch.start.subarray(from * columns, to * columns),
    end: batch.end.subarray(from * columns, to * columns),
    kind: batch.kind.subarray(from * columns, to * columns),
    line: batch.line?.subarray(from, to),
    raw: batch.raw?.subarray(2 * from, 2 * to),
  }
}
