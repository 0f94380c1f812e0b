import { Failure } from '../diagnostic/failure.ts'
import type { Batch } from './batch.ts'
import { ValueBatch } from './value-batch.ts'

/**
 * Objects as batches over `names`, which may grow from one to the next; each is laid over the last. A key that `names` lacks is
 * refused (`Failure` `rows/unknown-column`): nothing is dropped in silence.
 */
export class RowBatch {
  readonly #names: readonly string[]
  #known = new Set<string>()
  #values = new ValueBatch(0)

  constructor(names: readonly string[]) {
    this.#names = names
  }

  of(rows: readonly Readonly<Record<string, unknown>>[]): Batch {
    const names = this.#names
    if (names.length !== this.#known.size) {
      this.#known = new Set(names)
      this.#values = new ValueBatch(names.length, names)
    }
    this.#values.clear()
    for (const row of rows) {
      this.#refuseUnknown(row)
      this.#values.add(names.map((name) => row[name]))
    }
    return this.#values.batch()
  }

  #refuseUnknown(row: object): void {
    const unknown = Object.keys(row).find((key) => !this.#known.has(key))
    if (unknown === undefined) return
    throw new Failure(
      'rows/unknown-column',
      `a row has the key ${JSON.stringify(unknown)}, which is no column`,
    )
  }
}
