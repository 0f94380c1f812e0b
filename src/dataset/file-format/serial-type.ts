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

/** Big-endian, of serial type 1 to 5. */
export function putInteger(page: DataView, at: number, value: number, serial: number): number {
  switch (serial) {
    case 1:
      page.setInt8(at, value)
      return at + 1
    case 2:
      page.setInt16(at, value)
      return at + 2
    case 3:
      page.setInt8(at, value >> 16)
      page.setUint16(at + 1, value)
      return at + 3
    case 4:
      page.setInt32(at, value)
      return at + 4
    default:
      page.setInt16(at, Math.floor(value / 4_294_967_296))
      page.setUint32(at + 2, value)
      return at + 6
  }
}

/** A text of at least this many bytes is copied by a call; of a shorter one the call would cost more than the bytes. */
export const longText = 96

/** Copies a text of less than `longText` bytes, four at a time: the last four may be some of those before once more. */
export function putText(page: DataView, at: number, bytes: DataView, from: number, length: number): number {
  const last = length - 4
  if (last >= 0) {
    for (let i = 0; i < last; i += 4) page.setUint32(at + i, bytes.getUint32(from + i))
    page.setUint32(at + last, bytes.getUint32(from + last))
  } else {
    for (let i = 0; i < length; i++) page.setUint8(at + i, bytes.getUint8(from + i))
  }
  return at + length
}
