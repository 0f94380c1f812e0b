import type { Batch } from '../../dataset/batch.ts'
import type { Column, Dataset } from '../../dataset/column.ts'
import { createDatasetFile, type DatasetFile } from '../../dataset/dataset-file.ts'
import type { OnReject } from '../../dataset/reject.ts'
import { projectBatch } from '../project-batch.ts'
import type { BatchWriter, WriterOptions } from './batch-writer.ts'

/** Writes each batch before it comes back. */
export class HereWriter implements BatchWriter {
  readonly #file: DatasetFile

  constructor({ path, ...options }: WriterOptions) {
    this.#file = createDatasetFile(path, options)
  }

  write(batch: Batch, from: readonly number[], onReject: OnReject): void {
    this.#file.write(projectBatch(batch, from), onReject)
  }

  inTurn(tell: () => void): void {
    tell()
  }

  async judged(): Promise<void> {}

  get written(): number {
    return this.#file.written
  }

  get columns(): readonly Column[] {
    return this.#file.columns
  }

  async finish(): Promise<Dataset> {
    return this.#file.finish()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#file.discard()
  }
}
