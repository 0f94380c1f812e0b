import { hexDigit } from './json-grammar.ts'

const short: Readonly<Record<number, number>> = { 0x62: 8, 0x66: 12, 0x6e: 10, 0x72: 13, 0x74: 9 }

/**
 * Writes the inside of a JSON string, known to be sound, without its escapes to `out` on; answers the offset behind it.
 * It never takes more bytes than it had. -1: an escape is half a surrogate pair, which no text can hold.
 */
export function unescape(bytes: Buffer, from: number, to: number, out: number): number {
  let end = out
  for (let at = from; at < to;) {
    const byte = bytes[at++] ?? 0
    if (byte !== 0x5c) {
      bytes[end++] = byte
      continue
    }
    const name = bytes[at++] ?? 0
    if (name !== 0x75) {
      bytes[end++] = short[name] ?? name
      continue
    }
    let code = codeUnit(bytes, at)
    at += 4
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = bytes[at] === 0x5c && bytes[at + 1] === 0x75 && at + 6 <= to ? codeUnit(bytes, at + 2) : 0
      if (code >= 0xdc00 || low < 0xdc00 || low > 0xdfff) return -1
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
      at += 6
    }
    end = putCharacter(bytes, end, code)
  }
  return end
}

function codeUnit(bytes: Buffer, at: number): number {
  let code = 0
  for (let i = 0; i < 4; i++) code = code * 16 + hexDigit(bytes[at + i] ?? 0)
  return code
}

/** A character as UTF-8. */
function putCharacter(bytes: Buffer, at: number, code: number): number {
  let out = at
  if (code < 0x80) {
    bytes[out++] = code
    return out
  }
  if (code < 0x800) bytes[out++] = 0xc0 | (code >> 6)
  else {
    if (code < 0x10000) bytes[out++] = 0xe0 | (code >> 12)
    else {
      bytes[out++] = 0xf0 | (code >> 18)
      bytes[out++] = 0x80 | ((code >> 12) & 63)
    }
    bytes[out++] = 0x80 | ((code >> 6) & 63)
  }
  bytes[out++] = 0x80 | (code & 63)
  return out
}
