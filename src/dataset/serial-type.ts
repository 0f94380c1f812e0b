/** Stands for a serial type: the value does not fit its column. */
export const misfit = -1

/** The shortest of SQLite's integer forms; 8 and 9 are the constants 0 and 1, without a body. */
export function integerSerial(value: number): number {
  if (value === 0) return 8
  if (value === 1) return 9
  const size = value < 0 ? -value - 1 : value
  if (size < 0x80) return 1
  if (size < 0x8000) return 2
  if (size < 0x800000) return 3
  if (size < 0x80000000) return 4
  return size < 0x800000000000 ? 5 : 6
}

const bodySizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

/** The bytes that a value of a serial type takes in the record's body. */
export function bodySize(serial: number): number {
  return serial >= 13 ? (serial - 13) >> 1 : (bodySizes[serial] ?? 0)
}

/** Big-endian, of serial type 1 to 5; by hand, as a call that checks its arguments costs more than the bytes. */
export function putInteger(page: Buffer, at: number, value: number, serial: number): number {
  let out = at
  if (serial === 5) {
    const high = Math.floor(value / 4_294_967_296)
    page[out++] = high >> 8
    page[out++] = high
  }
  if (serial >= 4) page[out++] = value >> 24
  if (serial >= 3) page[out++] = value >> 16
  if (serial >= 2) page[out++] = value >> 8
  page[out++] = value
  return out
}

/** Short texts are copied in a loop: below some 48 bytes a call costs more than it saves. */
export function putBytes(page: Buffer, at: number, bytes: Buffer, from: number, length: number): number {
  if (length > 48) {
    bytes.copy(page, at, from, from + length)
  } else {
    for (let i = 0; i < length; i++) page[at + i] = bytes[from + i] ?? 0
  }
  return at + length
}
