import { misfit } from '../file-format/serial-type.ts'

const wordTrue = Buffer.from('true')
const wordFalse = Buffer.from('false')

/** The serial type of `true` and `false` in any case, `t` and `f`, `1` and `0`; `misfit` of anything else. */
export function booleanSerial(bytes: Buffer, from: number, to: number): number {
  const length = to - from
  const first = (bytes[from] ?? 0) | 0x20
  if (length === 1) {
    if (bytes[from] === 0x31 || first === 0x74) return 9
    return bytes[from] === 0x30 || first === 0x66 ? 8 : misfit
  }
  if (length === 4) return isWord(bytes, from, wordTrue) ? 9 : misfit
  if (length === 5) return isWord(bytes, from, wordFalse) ? 8 : misfit
  return misfit
}

/** Whether a word of lower-case letters stands at `from`, in any case. */
function isWord(bytes: Buffer, from: number, word: Buffer): boolean {
  for (let i = 0; i < word.length; i++) {
    if (((bytes[from + i] ?? 0) | 0x20) !== word[i]) return false
  }
  return true
}
