/** A row that was not taken, with what is needed to find it and to mend it. */
export interface Reject {
  /** The line of the source on which the row begins, from 1; `null` when it has none. */
  readonly line: number | null
  /** The column at fault; `null` when the whole row is. */
  readonly column: string | null
  /** The rule it broke: a type, `not null`, `ragged`, `quote`, `encoding`, `json`, … */
  readonly rule: string
  /** The field's text, or what is wrong with the row. */
  readonly value: string | null
  /** The row as its source wrote it (cut after 64 KiB, which it then says); `null` when it is not known. */
  readonly raw: string | null
}

export type OnReject = (reject: Reject) => void
