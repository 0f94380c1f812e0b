import type { Batch } from '../../dataset/batch.ts'

/** What the other thread needs to see a batch: the memory that both have, and what stands in it. */
export interface SharedView {
  readonly bytes: SharedArrayBuffer
  readonly fields: SharedArrayBuffer
  readonly rows: number
  readonly columns: number
  readonly hasLines: boolean
  readonly hasRaw: boolean
  readonly names: readonly string[] | undefined
}

/** Memory that two threads share, for the copy of one batch at a time. It grows with what it is given. */
export class SharedBatch {
  #bytes = new SharedArrayBuffer(0)
  #fields = new SharedArrayBuffer(0)

  /** Copies a batch in. Its bytes keep their offsets, so that those of its fields stay right. */
  take(batch: Batch, { least, most }: Extent): SharedView {
    const { rows, columns } = batch
    const fields = rows * columns
    const { names } = batch
    const view = {
      rows,
      columns,
      names,
      hasLines: batch.line !== undefined,
      hasRaw: batch.raw !== undefined,
    }
    this.#bytes = atLeast(this.#bytes, most)
    this.#fields = atLeast(this.#fields, sizeOf(rows, columns))
    const to = partsOf(this.#fields, rows, columns)
    new Uint8Array(this.#bytes).set(batch.bytes.subarray(least, most), least)
    to.start.set(batch.start.subarray(0, fields))
    to.end.set(batch.end.subarray(0, fields))
    to.kind.set(batch.kind.subarray(0, fields))
    if (batch.line !== undefined) to.line.set(batch.line.subarray(0, rows))
    if (batch.raw !== undefined) to.raw.set(batch.raw.subarray(0, 2 * rows))
    return { ...view, bytes: this.#bytes, fields: this.#fields }
  }
}

/** The batch on the other side. */
export function batchOf({ bytes, fields, rows, columns, hasLines, hasRaw, names }: SharedView): Batch {
  const { start, end, kind, line, raw } = partsOf(fields, rows, columns)
  return {
    bytes: Buffer.from(bytes),
    rows,
    columns,
    start,
    end,
    kind,
    line: hasLines ? line : undefined,
    raw: hasRaw ? raw : undefined,
    ...(names === undefined ? {} : { names }),
  }
}

/** The stretch of a batch's bytes that its fields and its raw rows take. */
export interface Extent {
  readonly least: number
  readonly most: number
}

export function extentOf({ rows, columns, start, end, raw, bytes }: Batch): Extent {
  let least = bytes.length
  let most = 0
  for (let at = 0; at < rows * columns; at++) {
    const from = start[at] ?? 0
    const to = end[at] ?? 0
    if (from >= to) continue
    if (from < least) least = from
    if (to > most) most = to
  }
  if (raw !== undefined && rows > 0) {
    least = Math.min(least, raw[0] ?? 0)
    most = Math.max(most, raw[2 * rows - 1] ?? 0)
  }
  return { least: Math.min(least, most), most }
}

function sizeOf(rows: number, columns: number): number {
  return rows * columns * 9 + rows * 12 + 4
}

/** Those of four bytes first: they must stand at a multiple of four. */
function partsOf(fields: SharedArrayBuffer, rows: number, columns: number) {
  const count = rows * columns
  return {
    start: new Int32Array(fields, 0, count),
    end: new Int32Array(fields, 4 * count, count),
    line: new Int32Array(fields, 8 * count, rows),
    raw: new Int32Array(fields, 8 * count + 4 * rows, 2 * rows),
    kind: new Uint8Array(fields, 8 * count + 12 * rows, count),
  }
}

function atLeast(memory: SharedArrayBuffer, size: number): SharedArrayBuffer {
  return memory.byteLength >= size ? memory : new SharedArrayBuffer(Math.ceil((size * 5) / 4))
}
