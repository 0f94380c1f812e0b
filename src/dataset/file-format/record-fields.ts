import { VarintReader } from './varint.ts'

const bodySizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

/** Where the fields of one record stand, and as what. */
export class RecordFields {
  /** SQLite's serial types: 0 null, 1-6 integers, 7 double, 8 and 9 the constants 0 and 1, odd from 13 on text. */
  readonly serial: Int32Array
  readonly at: Int32Array
  /** Fields that the record has; a column added to a table later is missing from its older records. */
  count = 0
  readonly #varint = new VarintReader()

  constructor(columns: number) {
    this.serial = new Int32Array(columns)
    this.at = new Int32Array(columns)
  }

  read(bytes: Buffer, at: number): void {
    const { serial, at: places } = this
    const varint = this.#varint
    varint.at = at
    const headSize = varint.next(bytes)
    const headEnd = at + headSize
    let body = headEnd
    let column = 0
    for (; varint.at < headEnd && column < serial.length; column++) {
      const byte = bytes[varint.at] ?? 0
      const type = byte < 128 ? byte : varint.next(bytes)
      if (byte < 128) varint.at++
      serial[column] = type
      places[column] = body
      body += type >= 12 ? (type - 12) >> 1 : (bodySizes[type] ?? 0)
    }
    this.count = column
    for (; column < serial.length; column++) serial[column] = 0
  }
}

/** The integer of serial type 1 to 5, 8 or 9; by hand, as a call that checks its arguments costs more than the bytes. */
export function integerAt(bytes: Buffer, at: number, serial: number): number {
  if (serial >= 8) return serial - 8
  const size = bodySizes[serial] ?? 1
  // The sign is that of the highest byte.
  let value = ((bytes[at] ?? 0) << 24) >> 24
  if (size > 4) value = ((value << 8) | (bytes[at + 1] ?? 0)) * 4_294_967_296 + uint32At(bytes, at + 2)
  else for (let i = 1; i < size; i++) value = (value << 8) | (bytes[at + i] ?? 0)
  return value
}

function uint32At(bytes: Buffer, at: number): number {
  const low = ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
  return (bytes[at] ?? 0) * 16_777_216 + low
}

export function isText(serial: number): boolean {
  return serial >= 13 && serial % 2 === 1
}

/** Bytes of a text or a blob. */
export function textSize(serial: number): number {
  return (serial - 12) >> 1
}
