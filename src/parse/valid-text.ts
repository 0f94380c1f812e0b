import { isUtf8 } from 'node:buffer'
import type { Batch } from '../dataset/batch.ts'
import { rawText, type OnReject } from '../dataset/reject.ts'
import { sliceBatch } from '../dataset/slice-batch.ts'

/** The batch whole when its rows are text; else the runs of rows that are, the others rejected one by one. */
export function* validText(batch: Batch, onReject: OnReject): Generator<Batch, void, void> {
  if (textFault(rawOf(batch, 0, batch.rows - 1)) === undefined) {
    yield batch
    return
  }
  let first = 0
  for (let row = 0; row < batch.rows; row++) {
    const raw = rawOf(batch, row, row)
    const fault = textFault(raw)
    if (fault === undefined) continue
    onReject({
      line: batch.line?.[row] ?? null,
      byte: batch.byteOf?.(batch.raw?.[2 * row] ?? 0) ?? null,
      column: null,
      ...fault,
      raw: rawText(raw),
    })
    if (row > first) yield sliceBatch(batch, first, row)
    first = row + 1
  }
  if (batch.rows > first) yield sliceBatch(batch, first, batch.rows)
}

/** What makes bytes no text. */
export function textFault(raw: Buffer): { rule: string; value: string } | undefined {
  return isUtf8(raw) ? undefined : { rule: 'encoding', value: 'bytes that are no UTF-8' }
}

function rawOf(batch: Batch, first: number, last: number): Buffer {
  return batch.bytes.subarray(batch.raw?.[2 * first], batch.raw?.[2 * last + 1])
}
