import type { ByteWindow } from '../byte-window.ts'
import type { JsonRows } from './json-rows.ts'

/** Finds the records of a window one by one. */
export interface RecordTaker {
  /** The line on which the record taken last begins. */
  readonly line: number
  /** Gives the next record to `rows` and moves the window behind it; `end`: there are no more. */
  take(window: ByteWindow, rows: JsonRows): 'record' | 'incomplete' | 'end'
}
