import type { ByteOut } from '../file-format/byte-out.ts'
import { decimal, powersOfTen, scanDecimal } from '../fields/number-field.ts'

const minus = 45
const point = 46

/**
 * A decimal text as PostgreSQL's binary numeric: groups of four digits around the point, the leading and trailing
 * groups of zero left out, and the number of digits that are shown behind the point. Answers false for no decimal.
 */
export function putNumeric(out: ByteOut, bytes: Buffer, start: number, end: number): boolean {
  if (!scanDecimal(bytes, start, end)) return false
  const negative = bytes[start] === minus
  const from = negative ? start + 1 : start
  const shown = decimal.fraction
  const dot = shown === 0 ? end : end - shown - 1
  const groups = groupsOf(bytes, from, dot, end)
  let weight = Math.ceil((dot - from) / 4) - 1
  let first = 0
  while (first < groups.length && groups[first] === 0) {
    first++
    weight--
  }
  let last = groups.length
  while (last > first && groups[last - 1] === 0) last--
  const count = last - first
  out.room(12 + 2 * count)
  let at = out.bytes.writeInt32BE(8 + 2 * count, out.at)
  at = out.bytes.writeInt16BE(count, at)
  at = out.bytes.writeInt16BE(count === 0 ? 0 : weight, at)
  at = out.bytes.writeUInt16BE(negative && count > 0 ? 0x4000 : 0, at)
  at = out.bytes.writeUInt16BE(shown, at)
  for (let group = first; group < last; group++) at = out.bytes.writeInt16BE(groups[group] ?? 0, at)
  out.at = at
  return true
}

/** With more digits behind the point, their groups could be past 2^53. */
const mostScale = 12
const mostGroups = 8
const scratch = new Int16Array(mostGroups)

/**
 * A decimal that is kept as a double, with its scale, without a text in between: as `printDecimal` would print it.
 * Answers false where its digits are too many for that.
 */
export function putScaled(out: ByteOut, value: number, scale: number): boolean {
  const power = powersOfTen[scale] ?? Number.NaN
  const scaled = Math.round(Math.abs(value) * power)
  if (!(scale <= mostScale && scaled <= Number.MAX_SAFE_INTEGER)) return false
  const whole = Math.floor(scaled / power)
  const fractions = Math.ceil(scale / 4)
  const part = (scaled - whole * power) * (powersOfTen[4 * fractions - scale] ?? 1)
  let first = putGroups(part, mostGroups, fractions)
  first = putGroups(whole, first, 0)
  let weight = mostGroups - fractions - first - 1
  let last = mostGroups
  for (; first < last && scratch[first] === 0; weight--) first++
  while (last > first && scratch[last - 1] === 0) last--
  const count = last - first
  out.room(12 + 2 * count)
  const { view, at } = out
  view.setInt32(at, 8 + 2 * count)
  view.setInt16(at + 4, count)
  view.setInt16(at + 6, count === 0 ? 0 : weight)
  view.setInt16(at + 8, value < 0 && count > 0 ? 0x4000 : 0)
  view.setInt16(at + 10, scale)
  for (let i = 0; i < count; i++) view.setInt16(at + 12 + 2 * i, scratch[first + i] ?? 0)
  out.at = at + 12 + 2 * count
  return true
}

/** At least so many groups of four digits before `end` in the scratch. Answers where the first stands. */
function putGroups(value: number, end: number, least: number): number {
  let at = end
  let large = value
  for (; large > 0x7fffffff; large = Math.floor(large / 10_000)) scratch[--at] = large % 10_000
  for (let rest = large | 0; rest > 0 || end - at < least;) {
    const next = (rest / 10_000) | 0
    scratch[--at] = rest - next * 10_000
    rest = next
  }
  return at
}

/** The digits in groups of four: the first may be short, the last is filled up with zeros. */
function groupsOf(bytes: Buffer, from: number, dot: number, end: number): number[] {
  const groups: number[] = []
  let group = 0
  for (let at = from; at < dot; at++) {
    group = group * 10 + (bytes[at] ?? 48) - 48
    if ((dot - at) % 4 !== 1) continue
    groups.push(group)
    group = 0
  }
  if (bytes[dot] !== point || dot === end) return groups
  for (let at = dot + 1; at < end; at += 4) {
    for (let digit = at; digit < at + 4; digit++)
      group = group * 10 + (digit < end ? (bytes[digit] ?? 48) - 48 : 0)
    groups.push(group)
    group = 0
  }
  return groups
}
