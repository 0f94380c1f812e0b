import { rm } from 'node:fs/promises'
import type { Dataset } from '../../dataset/column.ts'
import { CsvEncoder } from '../../dataset/encode/encode-csv.ts'
import type { GrowingDataset } from '../../dataset/growing-dataset.ts'
import type { FileAhead } from '../work-ahead.ts'
import { writeChunks } from './write-chunks.ts'

/** A CSV written while its rows still are. It fails for itself: then the load writes its own. */
export class CsvAhead implements FileAhead {
  readonly of = 'file'
  readonly #path: string
  readonly #rows: GrowingDataset
  readonly #isWritten: Promise<boolean>

  /** `path`: where nobody else writes. `rows` is its own to dispose of. */
  constructor(path: string, rows: GrowingDataset) {
    this.#path = path
    this.#rows = rows
    const encoder = new CsvEncoder(rows.columns, rows.cursor)
    this.#isWritten = writeChunks(path, encode(encoder, rows), (chunk) => encoder.give(chunk)).then(
      () => true,
      () => false,
    )
  }

  async take(dataset: Dataset): Promise<string | undefined> {
    const isOfUse = this.#rows.isNow(dataset) && (await this.#isWritten)
    this.#rows[Symbol.dispose]()
    if (isOfUse) return this.#path
    await this.drop()
    return undefined
  }

  async drop(): Promise<void> {
    this.#rows[Symbol.dispose]()
    await this.#isWritten
    await rm(this.#path, { force: true }).catch(() => {})
  }
}

async function* encode(encoder: CsvEncoder, rows: GrowingDataset): AsyncGenerator<Buffer> {
  while (await rows.more()) yield* encoder.rows()
  yield encoder.end()
}
