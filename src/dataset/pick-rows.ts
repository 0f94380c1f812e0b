import type { Batch } from './batch.ts'

/** The rows of a batch that are named, in that order, over the same bytes. */
export function pickRows(batch: Batch, rows: readonly number[]): Batch {
  const { columns, line, raw } = batch
  const size = rows.length * columns
  const [start, end, kind] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)]
  for (const [to, row] of rows.entries()) {
    const [first, behind] = [row * columns, (row + 1) * columns]
    start.set(batch.start.subarray(first, behind), to * columns)
    end.set(batch.end.subarray(first, behind), to * columns)
    kind.set(batch.kind.subarray(first, behind), to * columns)
  }
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
