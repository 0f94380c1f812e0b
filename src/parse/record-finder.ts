import type { ByteWindow } from './byte-window.ts'

/** Finds the next record of a window, or says why there is none. */
export interface RecordFinder {
  /** The line on which the record just found begins. */
  readonly line: number
  start: number
  end: number
  /** `end`: there are no more. Behind a record the window's `from` is moved on by the caller to `next`. */
  find(window: ByteWindow): 'record' | 'incomplete' | 'end'
  readonly next: number
}
