import { type Rewrite, misfit } from './column-format.ts'

const minus = 45
const point = 46
const zero = 48

/** Rewrites numbers with a decimal mark and a mark between groups of three digits; groups of another size are none. */
export function rewriteNumber({
  decimal = '.',
  thousands = '',
}: {
  decimal?: string
  thousands?: string
}): Rewrite {
  const mark = Buffer.from(decimal)
  const group = Buffer.from(thousands)
  return (bytes, from, to, out) => {
    let at = from
    let end = out
    if (bytes[at] === minus) bytes[end++] = bytes[at++] ?? 0
    let digits = 0
    let grouped = false
    for (; at < to; at++) {
      const byte = bytes[at] ?? 0
      if (isDigit(byte)) {
        bytes[end++] = byte
        digits++
        continue
      }
      if (!stands(group, bytes, at, to)) break
      if (digits < 1 || digits > 3 || (grouped && digits !== 3)) return misfit.text
      grouped = true
      digits = 0
      at += group.length - 1
    }
    if (grouped && digits !== 3) return misfit.text
    if (at === to) return digits === 0 ? misfit.text : end
    if (!stands(mark, bytes, at, to)) return misfit.text
    bytes[end++] = point
    for (at += mark.length; at < to; at++) {
      const byte = bytes[at] ?? 0
      if (!isDigit(byte)) return misfit.text
      bytes[end++] = byte
    }
    return end
  }
}

function stands(mark: Buffer, bytes: Buffer, at: number, to: number): boolean {
  if (mark.length === 0 || bytes[at] !== mark[0] || at + mark.length > to) return false
  return mark.length === 1 || mark.compare(bytes, at, at + mark.length) === 0
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9
}
