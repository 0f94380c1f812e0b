import { isSpace } from './json-grammar.ts'

/**
 * Behind the value that begins at `from`, however damaged it is within; -1 when it does not end before `to`. Finds where
 * the next record begins when this one is no JSON.
 */
export function looseEnd(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from]
  if (first === 0x22) return looseStringEnd(bytes, from, to)
  if (first !== 0x7b && first !== 0x5b) {
    let at = from
    while (at < to && !isEnd(bytes[at] ?? 0)) at++
    return at < to ? at : -1
  }
  let depth = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]
    if (byte === 0x22) {
      at = looseStringEnd(bytes, at, to) - 1
      if (at < 0) return -1
    } else if (byte === 0x7b || byte === 0x5b) depth++
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return at + 1
  }
  return -1
}

function isEnd(byte: number): boolean {
  return byte === 0x2c || byte === 0x7d || byte === 0x5d || isSpace(byte)
}

function looseStringEnd(bytes: Buffer, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at]
    if (byte === 0x5c) at++
    else if (byte === 0x22) return at + 1
  }
  return -1
}
