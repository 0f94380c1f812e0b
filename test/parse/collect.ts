import { fieldText, type Batch } from '../../src/dataset/batch.ts'
import type { Reject } from '../../src/dataset/reject.ts'
import type { Records } from '../../src/parse/records.ts'

export interface Parsed {
  readonly names: readonly string[]
  readonly notes: readonly string[]
  readonly rows: (string | null)[][]
  readonly lines: number[]
  readonly rejects: Reject[]
}

/** The bytes in chunks of the sizes given, over and over. */
export async function* chunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length
    yield Uint8Array.from(bytes.subarray(at, at + size))
    at += size
  }
}

export async function collect(records: Records, rejects: Reject[]): Promise<Parsed> {
  const rows: (string | null)[][] = []
  const lines: number[] = []
  for await (const batch of records.batches) {
    for (let row = 0; row < batch.rows; row++) {
      rows.push(rowOf(batch, row))
      lines.push(batch.line?.[row] ?? 0)
    }
  }
  return { names: records.names, notes: records.notes, rows, lines, rejects }
}

function rowOf(batch: Batch, row: number): (string | null)[] {
  return Array.from({ length: batch.columns }, (_, column) => fieldText(batch, row, column))
}
