import { closeSync, openSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Dataset } from '../../dataset/column.ts'
import { CsvEncoder } from '../../dataset/encode/encode-csv.ts'
import type { GrowingDataset } from '../../dataset/growing-dataset.ts'
import type { FileAhead } from '../work-ahead.ts'

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
    this.#isWritten = write(path, rows).then(
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

async function write(path: string, rows: GrowingDataset): Promise<void> {
  const file = openSync(path, 'w')
  try {
    const encoder = new CsvEncoder(rows.columns, rows.cursor)
    while (await rows.more())
      for (const chunk of encoder.rows()) {
        writeAll(file, chunk)
        encoder.give(chunk)
        await new Promise(setImmediate)
      }
    writeAll(file, encoder.end())
  } finally {
    closeSync(file)
  }
}

/** At once: a stream, and another thread to write, would cost more processor time than the bytes. */
function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
