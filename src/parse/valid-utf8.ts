import { isUtf8 } from 'node:buffer'
import type { Batch } from '../dataset/batch.ts'
import { rawText, type OnReject } from '../dataset/reject.ts'

/** The batch whole when its rows are UTF-8; else the runs of rows that are, the others rejected one by one. */
export function* validUtf8(batch: Batch, onReject: OnReject): Generator<Batch, void, void> {
  if (isUtf8(rawOf(batch, 0, batch.rows - 1))) {
    yield batch
    return
  }
  let first = 0
  for (let row = 0; row < batch.rows; row++) {
    const raw = rawOf(batch, row, row)
    if (isUtf8(raw)) continue
    onReject({
      line: batch.line?.[row] ?? null,
      byte: batch.byteOf?.(batch.raw?.[2 * row] ?? 0) ?? null,
      column: null,
      rule: 'encoding',
      value: null,
      raw: rawText(raw),
    })
    if (row > first) yield slice(batch, first, row)
    first = row + 1
  }
  if (batch.rows > first) yield slice(batch, first, batch.rows)
}

function rawOf(batch: Batch, first: number, last: number): Buffer {
  return batch.bytes.subarray(batch.raw?.[2 * first], batch.raw?.[2 * last + 1])
}

function slice(batch: Batch, from: number, to: number): Batch {
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
