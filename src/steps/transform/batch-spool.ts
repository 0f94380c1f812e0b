import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import type { Batch } from '../../dataset/batch.ts'

interface Size {
  readonly rows: number
  readonly columns: number
  readonly bytes: number
}

/** Batches whose texts lie end to end, set aside on disk, to be read once more in the same order. Their lines and raw text are not kept. */
export class BatchSpool implements Disposable {
  readonly #path: string
  readonly #fd: number
  readonly #sizes: Size[] = []
  #rows = 0

  constructor(path: string) {
    this.#path = path
    this.#fd = openSync(path, 'w+')
  }

  get rows(): number {
    return this.#rows
  }

  add(batch: Batch): void {
    const fields = batch.rows * batch.columns
    this.#write(bytesOf(batch.start.subarray(0, fields)))
    this.#write(bytesOf(batch.end.subarray(0, fields)))
    this.#write(batch.kind.subarray(0, fields))
    const bytes = batch.end[fields - 1] ?? 0
    this.#write(batch.bytes.subarray(0, bytes))
    this.#sizes.push({ rows: batch.rows, columns: batch.columns, bytes })
    this.#rows += batch.rows
  }

  /** Each batch is laid over the last. */
  *batches(): Generator<Batch, void, void> {
    const most = this.#sizes.reduce((largest, size) => Math.max(largest, sizeOf(size)), 0)
    const memory = Buffer.allocUnsafeSlow(most)
    let at = 0
    for (const each of this.#sizes) {
      const size = sizeOf(each)
      for (let done = 0; done < size;) done += readSync(this.#fd, memory, done, size - done, at + done)
      at += size
      const { rows, columns, bytes } = each
      const fields = rows * columns
      yield {
        rows,
        columns,
        start: new Int32Array(memory.buffer, 0, fields),
        end: new Int32Array(memory.buffer, 4 * fields, fields),
        kind: memory.subarray(8 * fields, 9 * fields),
        bytes: memory.subarray(9 * fields, 9 * fields + bytes),
        line: undefined,
        raw: undefined,
      }
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd)
    rmSync(this.#path, { force: true })
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done)
  }
}

function bytesOf(ints: Int32Array): Uint8Array {
  return new Uint8Array(ints.buffer, ints.byteOffset, ints.byteLength)
}

function sizeOf({ rows, columns, bytes }: Size): number {
  return 9 * rows * columns + bytes
}
