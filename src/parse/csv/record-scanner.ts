/** What a scanner made of a record. `incomplete`: more bytes are needed to say. */
export const scanned = { row: 0, incomplete: 1, blank: 2, comment: 3, damaged: 4 } as const
export type Scanned = (typeof scanned)[keyof typeof scanned]

/** Finds the fields of one record after another. */
export interface RecordScanner {
  readonly start: Int32Array
  readonly end: Int32Array
  readonly kind: Uint8Array
  /** Behind the record's line break. */
  readonly next: number
  /** Fields of the record; those past the limit are counted only. */
  readonly count: number
  /** Lines that the record takes. */
  readonly lines: number
  /** What is wrong with a damaged record. */
  readonly fault: string
  /** Where texts freed of their escapes go; behind the last of them. */
  side: number
  /**
   * Reads the record at `from`, which begins where the one before ended; its fields go to index `base` and on, `limit`
   * of them at most. `last`: nothing comes behind `to`.
   */
  scan(bytes: Buffer, from: number, to: number, last: boolean, base: number, limit: number): Scanned
}

/** What can be wrong with the quotes of a record. */
export const quoteFault = {
  open: 'a quote that is never closed',
  behind: 'text after a closing quote',
  inside: 'a quote inside a field without quotes',
} as const
