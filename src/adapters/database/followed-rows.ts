import type { GrowingDataset } from '../../dataset/growing-dataset.ts'

/** So long a statement may wait for more rows. */
const patienceMs = 1_000

/** Rows that are still written, for one who does not want to wait long in the middle of something. */
export class FollowedRows {
  readonly #rows: GrowingDataset
  /** What was asked already. */
  #next: Promise<boolean> | undefined

  constructor(rows: GrowingDataset) {
    this.#rows = rows
  }

  /** Whether the cursor has more rows, however long it takes to tell. Throws why there will be none. */
  async more(): Promise<boolean> {
    const next = this.#next ?? this.#rows.more()
    this.#next = undefined
    return next
  }

  /** Whether it has more rows by now, or has some soon. */
  async soonMore(): Promise<boolean> {
    const next = this.#next ?? this.#rows.more()
    this.#next = next
    next.catch(() => {})
    const { promise: late, resolve } = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => resolve(undefined), patienceMs)
    try {
      const answer = await Promise.race([next, late])
      if (answer !== undefined) this.#next = undefined
      return answer === true
    } finally {
      clearTimeout(timer)
    }
  }
}
