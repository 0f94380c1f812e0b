import { fieldKind } from '../../dataset/batch.ts'

/** Turns the bare fields `[0, count)` that are one of the tokens into nulls. */
export type MarkNulls = (
  bytes: Buffer,
  start: Int32Array,
  end: Int32Array,
  kind: Uint8Array,
  count: number,
) => void

export function nullMarker(tokens: readonly string[]): MarkNulls {
  const byLength = new Map<number, Buffer[]>()
  for (const token of tokens.map((text) => Buffer.from(text))) {
    byLength.set(token.length, [...(byLength.get(token.length) ?? []), token])
  }
  if (tokens.length === 1 && tokens[0] === '') return markEmpty
  return (bytes, start, end, kind, count) => {
    for (let at = 0; at < count; at++) {
      if (kind[at] !== fieldKind.bare) continue
      const from = start[at] ?? 0
      const to = end[at] ?? 0
      const same = byLength
        .get(to - from)
        ?.some((token) => bytes.compare(token, 0, token.length, from, to) === 0)
      if (same === true) kind[at] = fieldKind.null
    }
  }
}

const markEmpty: MarkNulls = (_bytes, start, end, kind, count) => {
  for (let at = 0; at < count; at++) {
    if (start[at] === end[at] && kind[at] === fieldKind.bare) kind[at] = fieldKind.null
  }
}
