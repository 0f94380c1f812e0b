import type { Measure } from './byte-window.ts'
import type { Encoding } from './csv/csv-dialect.ts'

/** How to count the bytes of a source again once they are UTF-8; `undefined` where they are the same. */
export function sourceBytes(encoding: Encoding): Measure | undefined {
  if (encoding === 'utf-8') return undefined
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be'
  return (bytes, from, to) => (wide ? 2 * codeUnits(bytes, from, to) : characters(bytes, from, to))
}

function characters(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) count++
  return count
}

/** A character of four bytes is a pair of surrogates in UTF-16. */
function codeUnits(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1
  }
  return count
}
