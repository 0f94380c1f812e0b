import { isUtf8 } from 'node:buffer'
import { fieldKind, fieldText, type Batch } from './batch.ts'

/** A row that was not taken, with what is needed to find it and to mend it. */
export interface Reject {
  /** The line of the source on which the row begins, from 1; `null` when it has none. */
  readonly line: number | null
  /** How far into the source, decompressed, the row begins, from 0; absent or `null` when that is not known. */
  readonly byte?: number | null
  /** The column at fault; `null` when the whole row is. */
  readonly column: string | null
  /** The rule it broke: a type, `not null`, `ragged`, `quote`, `encoding`, `json`, … */
  readonly rule: string
  /** The field's text, or what is wrong with the row. */
  readonly value: string | null
  /** The row as its source wrote it, or as JSON where that is no text (cut after 64 KiB, which it then says); `null` when it is not known. */
  readonly raw: string | null
}

export type OnReject = (reject: Reject) => void

const longestRaw = 65_536

/** A row of a batch as a reject; `column` is the index of the field at fault. */
export function rejectOf(batch: Batch, row: number, rule: string, column?: number, name?: string): Reject {
  const value = column === undefined ? null : fieldText(batch, row, column)
  const from = batch.raw?.[2 * row]
  const to = batch.raw?.[2 * row + 1]
  return {
    line: batch.line?.[row] ?? null,
    byte: from === undefined ? null : (batch.byteOf?.(from) ?? null),
    column: name ?? null,
    rule,
    value: value === null ? null : shorten(value),
    raw:
      from === undefined || to === undefined
        ? namedText(batch.whole ?? batch, row)
        : rawText(batch.bytes.subarray(from, to)),
  }
}

/** A row whose fields have names as an object of JSON; `null` where they have none. */
function namedText(batch: Batch, row: number): string | null {
  const { names, columns, kind } = batch
  if (names === undefined) return null
  const fields = names.map((name, column) => {
    const text = fieldText(batch, row, column)
    const isJson = (kind[row * columns + column] ?? 0) > fieldKind.string
    return `${JSON.stringify(name)}:${text === null || isJson ? text : JSON.stringify(text)}`
  })
  return shorten(`{${fields.join(',')}}`)
}

/** Bytes of a source as text: cut when they are very long, and what is no UTF-8 written as `\xNN`. */
export function rawText(bytes: Buffer): string {
  const head = bytes.subarray(0, longestRaw)
  if (isUtf8(bytes))
    return shorten(bytes.length > longestRaw ? cutCharacter(head) : bytes.toString(), bytes.length)
  const text = head
    .toString('latin1')
    .replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)
  return shorten(text, bytes.length)
}

/** UTF-8 without the character that the cut went through. */
function cutCharacter(bytes: Buffer): string {
  let end = bytes.length
  while (end > 0 && !isUtf8(bytes.subarray(0, end))) end--
  return bytes.toString('utf8', 0, end)
}

function shorten(text: string, size = Buffer.byteLength(text)): string {
  return size <= longestRaw ? text : `${text.slice(0, longestRaw)}… (${size} bytes in all)`
}
