const chunk = 1 << 18

/** Bytes being put together, handed out in chunks that are the taker's to keep. */
export class ByteOut {
  bytes: Buffer
  at = 0

  constructor(size = chunk) {
    this.bytes = Buffer.allocUnsafe(size)
  }

  /** Makes sure that `size` more bytes fit. */
  room(size: number): void {
    if (this.at + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.at + size))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
  }

  /** Whether it is time to `take`. */
  get full(): boolean {
    return this.at >= chunk - 4096
  }

  take(): Buffer {
    const taken = this.bytes.subarray(0, this.at)
    this.bytes = Buffer.allocUnsafe(chunk)
    this.at = 0
    return taken
  }

  byte(value: number): void {
    if (this.at === this.bytes.length) this.room(1)
    this.bytes[this.at++] = value
  }

  ascii(text: string): void {
    this.room(text.length)
    const { bytes } = this
    let { at } = this
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
    this.at = at
  }

  /** Big-endian, as the two below; by hand, as a call that checks its arguments costs more than the bytes. */
  int16(value: number): void {
    this.room(2)
    this.bytes[this.at] = value >> 8
    this.bytes[this.at + 1] = value
    this.at += 2
  }

  int32(value: number): void {
    this.room(4)
    const { bytes, at } = this
    bytes[at] = value >> 24
    bytes[at + 1] = value >> 16
    bytes[at + 2] = value >> 8
    bytes[at + 3] = value
    this.at = at + 4
  }

  /** A whole number within ±2^53. */
  int64(value: number): void {
    this.int32(Math.floor(value / 4_294_967_296))
    this.int32(value)
  }

  copy(from: Buffer, start: number, size: number): void {
    this.room(size)
    const { bytes } = this
    if (size > 48) {
      from.copy(bytes, this.at, start, start + size)
      this.at += size
    } else {
      let at = this.at
      for (let i = 0; i < size; i++) bytes[at++] = from[start + i] ?? 0
      this.at = at
    }
  }

  /** A whole number below 2^53, in decimal, with at least `least` digits. */
  whole(value: number, least = 1): void {
    this.room(16 + least)
    if (value >= 0x7fffffff) return this.ascii(String(value).padStart(least, '0'))
    let digits = 1
    for (let power = 10; power <= value; power *= 10) digits++
    if (digits < least) digits = least
    let rest = value | 0
    for (let at = this.at + digits - 1; at >= this.at; at--) {
      const tenth = (rest / 10) | 0
      this.bytes[at] = 48 + rest - tenth * 10
      rest = tenth
    }
    this.at += digits
  }
}
