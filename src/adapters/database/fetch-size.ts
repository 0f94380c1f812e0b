const rowsAtFirst = 64
const mostRows = 5000
const bytesAtOnce = 4 << 20
/** What a field takes beside its text, as a value of JavaScript's. */
const fieldSize = 50

/** How many rows to ask for at once, so that they take a few megabytes: those of the last answer tell how large they are. */
export class FetchSize {
  #rows = rowsAtFirst
  #seen = 0
  #bytes = 0

  get rows(): number {
    return this.#rows
  }

  saw(row: readonly (string | Buffer | null)[]): void {
    this.#seen++
    for (const field of row) this.#bytes += fieldSize + (field?.length ?? 0)
  }

  /** For the next answer; it is not trusted to be much like the last one. */
  next(): void {
    const fitting = Math.floor((bytesAtOnce * this.#seen) / Math.max(1, this.#bytes))
    this.#rows = Math.max(1, Math.min(mostRows, 8 * this.#rows, fitting))
    this.#seen = this.#bytes = 0
  }
}
