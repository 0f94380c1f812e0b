import { fieldKind } from '../dataset/batch.ts'

/** A field of a record: `[start, end)` of the bytes, a string without its quotes and escapes. */
type OnField = (name: string, kind: number, start: number, end: number) => void

/**
 * Reads the fields of one object, `bytes[start, end)`, known to be valid JSON. Strings that hold escapes are written
 * from `side` on; answers the offset behind them.
 */
export function readObject(
  bytes: Buffer,
  start: number,
  end: number,
  side: number,
  onField: OnField,
): number {
  let at = skipSpace(bytes, start + 1, end)
  let out = side
  while (at < end && bytes[at] !== 0x7d) {
    const nameEnd = valueEnd(bytes, at, end)
    const name = String(JSON.parse(bytes.toString('utf8', at, nameEnd)))
    at = skipSpace(bytes, skipSpace(bytes, nameEnd, end) + 1, end)
    const stop = valueEnd(bytes, at, end)
    const kind = kindOf(bytes[at] ?? 0)
    if (kind === fieldKind.string) {
      const escape = bytes.indexOf(0x5c, at)
      if (escape < 0 || escape >= stop) onField(name, kind, at + 1, stop - 1)
      else {
        const size = bytes.write(String(JSON.parse(bytes.toString('utf8', at, stop))), out)
        onField(name, kind, out, out + size)
        out += size
      }
    } else onField(name, kind, at, stop)
    at = skipSpace(bytes, stop, end)
    if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1, end)
  }
  return out
}

export function skipSpace(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && isSpace(bytes[at] ?? 0)) at++
  return at
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function kindOf(first: number): number {
  if (first === 0x22) return fieldKind.string
  if (first === 0x7b || first === 0x5b) return fieldKind.json
  if (first === 0x74) return fieldKind.true
  if (first === 0x66) return fieldKind.false
  return first === 0x6e ? fieldKind.null : fieldKind.number
}

/** Behind the value that begins at `from`; -1 when it does not end before `to`. Damage inside is not looked for. */
export function valueEnd(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from]
  if (first === 0x22) return stringEnd(bytes, from, to)
  if (first !== 0x7b && first !== 0x5b) {
    let at = from
    while (at < to && !isEnd(bytes[at] ?? 0)) at++
    return at < to ? at : -1
  }
  let depth = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]
    if (byte === 0x22) {
      at = stringEnd(bytes, at, to) - 1
      if (at < 0) return -1
    } else if (byte === 0x7b || byte === 0x5b) depth++
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return at + 1
  }
  return -1
}

function isEnd(byte: number): boolean {
  return byte === 0x2c || byte === 0x7d || byte === 0x5d || isSpace(byte)
}

function stringEnd(bytes: Buffer, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at]
    if (byte === 0x5c) at++
    else if (byte === 0x22) return at + 1
  }
  return -1
}
