/** Line breaks in bytes: LF, CR LF, or CR alone. */

const lf = 10
const cr = 13

/** Behind the break that ends the line at `from`; -1 when it is not in sight. `last`: nothing comes behind `to`. */
export function lineEnd(bytes: Uint8Array, from: number, to: number, last: boolean): number {
  let at = from
  while (at < to && bytes[at] !== lf && bytes[at] !== cr) at++
  if (at >= to) return last ? to : -1
  if (bytes[at] === lf) return at + 1
  if (at + 1 >= to) return last ? to : -1
  return bytes[at + 1] === lf ? at + 2 : at + 1
}

/** How many lines end in `[from, to)`. */
export function breaksIn(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte === lf || (byte === cr && bytes[at + 1] !== lf)) count++
  }
  return count
}

/** Behind the last line that ends before `limit`; `from` when none does. Bytes up to `to` are known. */
export function wholeLines(bytes: Uint8Array, from: number, limit: number, to: number): number {
  for (let at = limit - 1; at >= from; at--) {
    if (bytes[at] === lf) return at + 1
    if (bytes[at] === cr && at + 1 < to && bytes[at + 1] !== lf) return at + 1
  }
  return from
}
