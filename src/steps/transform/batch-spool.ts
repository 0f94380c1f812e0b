import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import type { Batch } from '../../dataset/batch.ts'

/** Batches set aside on disk, to be read once more in the same order. Their lines and raw text are not kept. */
export class BatchSpool implements Disposable {
  readonly #path: string
  readonly #fd: number
  readonly #sizes: { rows: number; columns: number; bytes: number }[] = []
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
    this.#write(batch.bytes)
    this.#sizes.push({ rows: batch.rows, columns: batch.columns, bytes: batch.bytes.length })
    this.#rows += batch.rows
  }

  *batches(): Generator<Batch, void, void> {
    let at = 0
    const take = (length: number): Buffer => {
      const bytes = Buffer.allocUnsafeSlow(length)
      for (let done = 0; done < length;) done += readSync(this.#fd, bytes, done, length - done, at + done)
      at += length
      return bytes
    }
    for (const { rows, columns, bytes } of this.#sizes) {
      const fields = rows * columns
      const start = intsOf(take(fields * 4))
      const end = intsOf(take(fields * 4))
      const kind = take(fields)
      yield { rows, columns, start, end, kind, bytes: take(bytes), line: undefined, raw: undefined }
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

function intsOf(bytes: Buffer): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}
