/** What a parser makes of a source. */
import type { Batch } from '../dataset/batch.ts'

/** Why a source ends before its end, once it has; `undefined` for one that is whole. */
export type CutShort = () => string | undefined

/** Whether a source is cut short. Without `set` one that ends inside a character is a failure. */
export interface Cut {
  readonly get: CutShort
  readonly set?: (reason: string) => void
}

/** Disposing of it ends the source; behind `batches` that were begun and left or ended, that is done. */
export interface Records extends AsyncDisposable {
  /**
   * The columns. Of csv they are all here; of json without given names they grow while the batches come, and are
   * complete when the batches end.
   */
  readonly names: readonly string[]
  /** What was sniffed or assumed, in words that stand in one line of the step's log. */
  readonly notes: readonly string[]
  /** Those of them that a person is to hear of, who may see that they are wrong. */
  readonly guesses?: readonly string[]
  /** Each batch is valid until the next is asked for. */
  readonly batches: AsyncGenerator<Batch, void, void>
}
