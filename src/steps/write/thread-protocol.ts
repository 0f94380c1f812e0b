import type { Column, Dataset } from '../../dataset/column.ts'
import type { Reject } from '../../dataset/reject.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { SharedView } from './shared-batch.ts'

/** What the thread is told when it starts. */
export interface ThreadData {
  readonly path: string
  readonly table: string
  readonly columns: readonly Column[]
  readonly hashed?: boolean
}

/** What it is asked for, one after the other: to write a batch, or to finish. */
export type ThreadRequest =
  | { readonly do: 'write'; readonly batch: SharedView; readonly from: readonly number[] }
  | { readonly do: 'finish' }

/** As in `BatchWriter`; the columns are told when the first bytes are there. */
export interface Written {
  readonly bytes: number
  readonly columns?: readonly Column[]
}

/** Of a reject, `byte` is where its row begins in the batch's bytes. */
export type ThreadAnswer =
  | { readonly of: 'write'; readonly rejects: readonly Reject[]; readonly written: Written }
  | {
      readonly of: 'finish'
      readonly dataset: Dataset
      readonly written: Written
      readonly content: string | undefined
    }
  | { readonly of: 'error'; readonly error: CarriedError }

/** An error as plain data: between threads only its message would arrive. */
export interface CarriedError {
  readonly message: string
  readonly failure?: { readonly code: string; readonly help: string | undefined }
  /** Of the operating system's: `code`, `syscall`, `path`. */
  readonly system?: Readonly<Record<string, unknown>>
}

export function carried(error: unknown): CarriedError {
  if (!(error instanceof Error)) return { message: String(error) }
  const { message } = error
  if (error instanceof Failure) return { message, failure: { code: error.code, help: error.help } }
  return 'syscall' in error
    ? { message, system: Object.fromEntries(Object.entries(error)) }
    : { message: error.stack ?? message }
}

export function arrived({ message, failure, system }: CarriedError): Error {
  if (failure === undefined) return Object.assign(new Error(message), system)
  const { code, help } = failure
  return new Failure(code, message, help === undefined ? {} : { help })
}
