/**
 * Rows as bytes. Field (r, c) is `bytes[start[r * columns + c] … end[…])`, UTF-8 and already free of quotes and
 * escapes; `kind[…]` says how it was written. A parser may reuse all of it for its next batch: whoever keeps a
 * batch beyond its turn copies it.
 */
export interface Batch {
  readonly bytes: Buffer
  readonly rows: number
  readonly columns: number
  readonly start: Int32Array
  readonly end: Int32Array
  /** One of `fieldKind` for each field. */
  readonly kind: Uint8Array
  /** The line of the source on which each row begins, from 1. */
  readonly line: Int32Array | undefined
  /** Where each row stands in `bytes` as its source wrote it: row r is `[raw[2r], raw[2r + 1])`. */
  readonly raw: Int32Array | undefined
  /** How far into its source, decompressed, an offset of `bytes` stands, from 0. Absent: that is not known. */
  readonly byteOf?: (at: number) => number
  /** From here on `bytes` hold nothing of the batch and nothing of what comes behind it. Absent: nothing is free. */
  readonly free?: number
  /** What each field is called, of rows that no source wrote as text: who rejects one shows it as JSON. */
  readonly names?: readonly string[]
  /** The batch with names that this one has some columns of. */
  readonly whole?: Batch
}

/** How a field was written. What it becomes is for its column's type to say. */
export const fieldKind = {
  null: 0,
  /** Text without quotes. */
  bare: 1,
  /** Text that stood in quotes: never a null token. */
  quoted: 2,
  /** A string of JSON or of JavaScript: known to be text. */
  string: 3,
  /** A number of JSON, as it was written. */
  number: 4,
  true: 5,
  false: 6,
  /** A nested value: `bytes` hold valid JSON. */
  json: 7,
} as const

/** The text of a field; `null` for a null. */
export function fieldText(batch: Batch, row: number, column: number): string | null {
  const at = row * batch.columns + column
  if (batch.kind[at] === fieldKind.null) return null
  return batch.bytes.toString('utf8', batch.start[at], batch.end[at])
}
