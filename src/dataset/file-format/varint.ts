/** SQLite's variable-length integers: seven bits a byte, the highest first, for numbers from 0 to 2^53. */

export function varintLength(n: number): number {
  if (n < 0x80) return 1
  if (n < 0x4000) return 2
  if (n < 0x200000) return 3
  if (n < 0x10000000) return 4
  let length = 5
  for (let rest = n / 0x800000000; rest >= 1; rest /= 128) length++
  return length
}

/** Writes `n` at `at` and returns the offset after it. */
export function putVarint(bytes: Uint8Array, at: number, n: number): number {
  if (n < 0x80) {
    bytes[at] = n
    return at + 1
  }
  const length = varintLength(n)
  let rest = n
  for (let i = length - 1; i >= 0; i--) {
    bytes[at + i] = (rest % 128) + (i === length - 1 ? 0 : 128)
    rest = Math.floor(rest / 128)
  }
  return at + length
}

/** Reads varints one after another: `next` answers the value and moves `at` behind it. */
export class VarintReader {
  at = 0

  next(bytes: Uint8Array): number {
    let value = 0
    for (let i = 0; i < 8; i++) {
      const byte = bytes[this.at++] ?? 0
      value = value * 128 + (byte & 127)
      if (byte < 128) return value
    }
    // The ninth byte gives all its eight bits. Only negative row ids are this long, and nobody asks for them.
    return value * 256 + (bytes[this.at++] ?? 0)
  }
}
