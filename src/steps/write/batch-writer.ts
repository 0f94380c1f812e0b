import type { Batch } from '../../dataset/batch.ts'
import type { Column, Dataset } from '../../dataset/column.ts'
import type { OnReject } from '../../dataset/reject.ts'

/** A dataset being made of batches. Left without `finish`, it leaves nothing behind. */
export interface BatchWriter extends AsyncDisposable {
  /**
   * Takes the rows of a batch, which is the caller's again when the promise resolves: column c of the table is the
   * batch's `from[c]`, -1 a column of nulls. Rows that break a rule go to `onReject`, at once or later, in their order.
   */
  write(batch: Batch, from: readonly number[], onReject: OnReject): Promise<void> | void
  /** Calls `tell` when of all that was written before it is known what was rejected. */
  inTurn(tell: () => void): void
  /** Resolves when every row is judged: `onReject` is not called any more. */
  judged(): Promise<void>
  /** How many bytes of the file that is to be the dataset (`….partial`) stay as they are, but for its first page. */
  readonly written: number
  /** What the rows in these bytes have told of the columns. */
  readonly columns: readonly Column[]
  /** The dataset, in its place. */
  finish(): Promise<Dataset>
}

export interface WriterOptions {
  /** Where the dataset is to be, absolute. */
  readonly path: string
  readonly table: string
  readonly columns: readonly Column[]
  /** Its content (`dataset/dataset-content.ts`) will be asked for: where a thread has time, it is told when it is finished. */
  readonly hashed?: boolean
}
