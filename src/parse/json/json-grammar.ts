/** Where the parts of a JSON text end, by JSON's own rules and no looser ones. Loops are plain: they run for every byte. */

/** The text is sound as far as it goes, but ends too soon. */
export const cut = -1
/** It is no JSON. */
export const broken = -2

/** Levels of nesting that a value may have; SQLite's own functions for JSON read no more. */
export const deepest = 1000

/** What `stringEnd` saw; valid until it is called again. `surrogates`: one as an escape, since that was set to false. */
export const string = { escaped: false, surrogates: false }

/** 1 for a byte that stands for itself in a string. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
)

/** Behind the closing quote; `from` is behind the opening one. UTF-8 is for the caller to check. */
export function stringEnd(bytes: Buffer, from: number, to: number): number {
  string.escaped = false
  for (let at = from; at < to; at++) {
    if (plain[bytes[at] ?? 0] === 1) continue
    const byte = bytes[at]
    if (byte === 0x22) return at + 1
    if (byte !== 0x5c) return broken
    string.escaped = true
    const end = escapeEnd(bytes, at + 1, to)
    if (end < 0) return end
    at = end - 1
  }
  return cut
}

/** Behind an escape, whose backslash is behind. */
function escapeEnd(bytes: Buffer, from: number, to: number): number {
  if (from >= to) return cut
  switch (bytes[from] ?? 0) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return from + 1
    case 0x75:
      for (let at = from + 1; at < from + 5; at++) {
        if (at >= to) return cut
        if (hexDigit(bytes[at] ?? 0) < 0) return broken
      }
      if (((bytes[from + 1] ?? 0) | 0x20) === 0x64 && hexDigit(bytes[from + 2] ?? 0) >= 8)
        string.surrogates = true
      return from + 5
    default:
      return broken
  }
}

/** What a hexadecimal digit counts; -1 for any other byte. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Behind a number, `true`, `false` or `null`. A number that reaches `to` may go on there: it is cut. */
export function scalarEnd(bytes: Buffer, from: number, to: number): number {
  switch (bytes[from] ?? 0) {
    case 0x74:
      return wordEnd(bytes, from, to, wordTrue)
    case 0x66:
      return wordEnd(bytes, from, to, wordFalse)
    case 0x6e:
      return wordEnd(bytes, from, to, wordNull)
    default:
      return numberEnd(bytes, from, to)
  }
}

const [wordTrue, wordFalse, wordNull] = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')]

function wordEnd(bytes: Buffer, from: number, to: number, word: Buffer): number {
  for (let i = 0; i < word.length; i++) {
    if (from + i >= to) return cut
    if (bytes[from + i] !== word[i]) return broken
  }
  return from + word.length
}

function numberEnd(bytes: Buffer, from: number, to: number): number {
  let at = from
  if (bytes[at] === 0x2d) at++
  if (bytes[at] === 0x30 && at < to) at++
  else {
    at = digitsEnd(bytes, at, to)
    if (at < 0) return at
  }
  if (bytes[at] === 0x2e && at < to) {
    at = digitsEnd(bytes, at + 1, to)
    if (at < 0) return at
  }
  if (((bytes[at] ?? 0) | 0x20) === 0x65 && at < to) {
    at++
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++
    at = digitsEnd(bytes, at, to)
    if (at < 0) return at
  }
  return at < to ? at : cut
}

/** Behind the digits, of which there must be one. */
function digitsEnd(bytes: Buffer, from: number, to: number): number {
  let at = from
  for (; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x30 || byte > 0x39) break
  }
  if (at > from) return at
  return at < to ? broken : cut
}

/** The containers that are open in a value, by their opening byte. */
const open = new Uint8Array(deepest)

/** Behind the value that begins at `from`, all of it checked. */
export function valueEnd(bytes: Buffer, from: number, to: number): number {
  let depth = 0
  let at = from
  for (;;) {
    if (at >= to) return cut
    const byte = bytes[at] ?? 0
    if (byte === 0x7b || byte === 0x5b) {
      if (depth === deepest) return broken
      open[depth++] = byte
      at = skipSpace(bytes, at + 1, to)
      if (at >= to) return cut
      if (bytes[at] !== byte + 2) {
        if (byte === 0x7b) at = keyEnd(bytes, at, to)
        if (at < 0) return at
        continue
      }
      depth--
      at++
    } else {
      at = byte === 0x22 ? stringEnd(bytes, at + 1, to) : scalarEnd(bytes, at, to)
      if (at < 0) return at
    }
    for (let closing = depth > 0; closing;) {
      at = skipSpace(bytes, at, to)
      if (at >= to) return cut
      const container = open[depth - 1] ?? 0
      if (bytes[at] === 0x2c) {
        at = skipSpace(bytes, at + 1, to)
        if (container === 0x7b) at = keyEnd(bytes, at, to)
        if (at < 0) return at
        break
      }
      if (bytes[at] !== container + 2) return broken
      at++
      closing = --depth > 0
    }
    if (depth === 0) return at
  }
}

/** Behind a key, its colon and the white space that follows. */
function keyEnd(bytes: Buffer, from: number, to: number): number {
  if (from >= to) return cut
  if (bytes[from] !== 0x22) return broken
  const end = stringEnd(bytes, from + 1, to)
  return end < 0 ? end : colonEnd(bytes, end, to)
}

/** Behind the colon that must follow, and the white space behind it. */
export function colonEnd(bytes: Buffer, from: number, to: number): number {
  const at = skipSpace(bytes, from, to)
  if (at >= to) return cut
  return bytes[at] === 0x3a ? skipSpace(bytes, at + 1, to) : broken
}

export function skipSpace(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && isSpace(bytes[at] ?? 0)) at++
  return at
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
