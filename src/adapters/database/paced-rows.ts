import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { CollectYoung } from './collect-young.ts'
import { type FieldText, TextRows } from './text-rows.ts'

/** What rows arrive by: it can be held, so that the server waits. What had arrived already still comes. */
export interface Source {
  pause(): void
  resume(): void
}

/**
 * Rows as a driver hands them on, with the reader setting the pace: the source is held as soon as they are a batch, so that no more
 * than what was read from the socket at once waits, however large the rows are.
 */
export class PacedRows {
  readonly #source: Source
  readonly #rows: TextRows
  #isDone = false
  #error: { readonly why: unknown } | undefined
  #wake: (() => void) | undefined

  constructor(source: Source, columns: readonly Column[]) {
    this.#source = source
    this.#rows = new TextRows(columns)
  }

  add(row: readonly (FieldText | null)[]): void {
    this.#rows.add(row)
    if (!this.#rows.full) return
    this.#source.pause()
    this.#wake?.()
  }

  end(): void {
    this.#isDone = true
    this.#wake?.()
  }

  fail(why: unknown): void {
    this.#error ??= { why }
    this.#wake?.()
  }

  /** Throws what the source failed with. */
  async *batches(): AsyncGenerator<Batch, void, void> {
    const young = new CollectYoung()
    for (;;) {
      if (this.#error !== undefined) throw this.#error.why
      if (this.#isDone || this.#rows.full) {
        yield* young.over(this.#rows.take())
        // Also behind the last row: whoever asks the server next must hear it.
        this.#source.resume()
        if (this.#isDone && this.#rows.isEmpty) return
      } else {
        const { promise, resolve } = Promise.withResolvers<void>()
        this.#wake = resolve
        await promise
      }
    }
  }
}
