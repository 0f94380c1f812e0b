const zero = 48
const nine = 57
const minus = 45
const point = 46
const comma = 44

/** Whether a number may be one whose points stand between thousands: `1.250`, and `12` as well. */
export function mayBeGrouped(bytes: Buffer, from: number, to: number): boolean {
  const first = bytes[from] === minus ? from + 1 : from
  const size = to - first
  if (size <= 3) return bytes[first + 1] !== point
  return size >= 5 && size <= 7 && bytes[to - 4] === point && bytes[first] !== zero
}

/** Whether a text is of digits, points and one comma before the last digits, as a number is in much of Europe. */
export function hasEuropeanMarks(bytes: Buffer, from: number, to: number): boolean {
  let commas = 0
  for (let at = bytes[from] === minus ? from + 1 : from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte === comma) commas++
    else if (byte === point ? commas > 0 : byte < zero || byte > nine) return false
  }
  return commas < 2 && to > from
}

/** Whether a number can be no other than one of these: `12,50`, `1.250,00`, `1.250.000`. */
export function isEuropean(text: string): boolean {
  return /^-?(\d+,(\d{1,2}|\d{4,})|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})$/.test(text)
}
