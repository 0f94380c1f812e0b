import type { Batch } from '../../dataset/batch.ts'
import { collect } from '../../steps/collect.ts'

const collectEvery = 4 << 20

/**
 * What arrives from a socket or from another process does so in buffers of its own. They take next to nothing of V8's own space, so
 * that it lets 64 MiB of them pile up; here those that are done with are collected after every few megabytes of rows.
 */
export class CollectYoung {
  #bytes = 0

  #after({ rows, columns, end }: Batch): void {
    this.#bytes += end[rows * columns - 1] ?? 0
    if (this.#bytes < collectEvery) return
    this.#bytes = 0
    collect('minor')
  }

  /** The batches; who asks for the next is done with the last. */
  *over(batches: Iterable<Batch>): Generator<Batch> {
    for (const batch of batches) {
      yield batch
      this.#after(batch)
    }
  }
}
