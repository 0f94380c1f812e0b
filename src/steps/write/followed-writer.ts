import type { Batch } from '../../dataset/batch.ts'
import type { Column, Dataset } from '../../dataset/column.ts'
import type { GrowingDataset } from '../../dataset/growing-dataset.ts'
import type { OnReject } from '../../dataset/reject.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { BatchWriter, WriterOptions } from './batch-writer.ts'

/** Who takes up rows while they are written. Never throws: who follows is no concern of who writes. */
export interface Follow {
  /** The content of the dataset (`dataset/dataset-content.ts`) is to be told by whoever writes it. */
  readonly wantsContent: boolean
  /** Rows may be told of before long. */
  soon(): void
  /**
   * Told once, when the first rows are in the file, where they are written and what they are now known to be; answers what
   * is to hear of the others.
   */
  begin(rows: WriterOptions): GrowingDataset | undefined
}

/** Lets somebody read the rows while they are written: if what is not known of the columns is told by the first of them. */
export class FollowedWriter implements BatchWriter {
  readonly #writer: BatchWriter
  readonly #options: WriterOptions
  #follow: Follow | undefined
  #growing: GrowingDataset | undefined

  constructor(writer: BatchWriter, options: WriterOptions, follow: Follow) {
    this.#writer = writer
    this.#options = options
    this.#follow = options.columns.some(isOpen) ? undefined : follow
    this.#follow?.soon()
  }

  async write(batch: Batch, from: readonly number[], onReject: OnReject): Promise<void> {
    await this.#writer.write(batch, from, onReject)
    if (this.written > 0) this.#tell()
  }

  #tell(): void {
    const follow = this.#follow
    this.#follow = undefined
    if (follow !== undefined && !this.columns.some(isUnzoned)) {
      const { path, table } = this.#options
      this.#growing = follow.begin({ path: `${path}.partial`, table, columns: this.columns })
    }
    this.#growing?.grow(this.written)
  }

  inTurn(tell: () => void): void {
    this.#writer.inTurn(tell)
  }

  judged(): Promise<void> {
    return this.#writer.judged()
  }

  get written(): number {
    return this.#writer.written
  }

  get columns(): readonly Column[] {
    return this.#writer.columns
  }

  async finish(): Promise<Dataset> {
    const dataset = await this.#writer.finish()
    this.#growing?.grow(this.written)
    this.#growing?.end()
    this.#growing = undefined
    return dataset
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#growing?.lose(new Failure('dataset/closed', 'the dataset was not finished'))
    await this.#writer[Symbol.asyncDispose]()
  }
}

/** Only all values together tell the scale of a decimal. */
function isOpen({ type, scale }: Column): boolean {
  return type === 'decimal' && scale === undefined
}

function isUnzoned({ type, zoned }: Column): boolean {
  return type === 'timestamp' && zoned === undefined
}
