const chunk = 1 << 18

/** Bytes being put together, handed out in chunks that are the taker's to keep. */
export class ByteOut {
  bytes: Buffer
  /** The same bytes, for who writes several at once. */
  view: DataView
  at = 0
  readonly #chunk: number
  #spare: Buffer | undefined

  constructor(size = chunk) {
    this.#chunk = size
    this.bytes = Buffer.allocUnsafe(size)
    this.view = viewOf(this.bytes)
  }

  /** Makes sure that `size` more bytes fit. */
  room(size: number): void {
    if (this.at + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.at + size))
    this.bytes.copy(larger, 0, 0, this.at)
    this.bytes = larger
    this.view = viewOf(larger)
  }

  /** Whether it is time to `take`. */
  get full(): boolean {
    return this.at >= this.#chunk - 4096
  }

  take(): Buffer {
    const taken = this.bytes.subarray(0, this.at)
    this.bytes = this.#spare ?? Buffer.allocUnsafeSlow(this.#chunk)
    this.#spare = undefined
    this.view = viewOf(this.bytes)
    this.at = 0
    return taken
  }

  /** Takes a chunk back, to be used again. */
  give({ buffer }: Buffer): void {
    if (buffer.byteLength >= this.#chunk) this.#spare = Buffer.from(buffer)
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

  /** Big-endian, as the two below. */
  int16(value: number): void {
    this.room(2)
    this.view.setInt16(this.at, value)
    this.at += 2
  }

  int32(value: number): void {
    this.room(4)
    this.view.setInt32(this.at, value)
    this.at += 4
  }

  /** A whole number within ±2^53. */
  int64(value: number): void {
    this.room(8)
    this.view.setInt32(this.at, Math.floor(value / 4_294_967_296))
    this.view.setInt32(this.at + 4, value)
    this.at += 8
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
    const { bytes, at: from } = this
    const digits = Math.max(least, digitsOf(value))
    let rest = value | 0
    let at = from + digits
    for (; at > from + 1; at -= 2) {
      const hundredth = (rest / 100) | 0
      const pair = (rest - hundredth * 100) << 1
      bytes[at - 1] = pairs[pair + 1] ?? 0
      bytes[at - 2] = pairs[pair] ?? 0
      rest = hundredth
    }
    if (at > from) bytes[from] = 48 + rest
    this.at = from + digits
  }
}

export function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length)
}

/** Digits are written two at a time: that of 7 are `07`. */
const pairs = Uint8Array.from({ length: 200 }, (_, at) => {
  const value = at >> 1
  return 48 + (at % 2 === 0 ? Math.floor(value / 10) : value % 10)
})

/** Of a whole number below 2^31. */
function digitsOf(value: number): number {
  if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4
  if (value < 100_000_000) {
    if (value < 1_000_000) return value < 100_000 ? 5 : 6
    return value < 10_000_000 ? 7 : 8
  }
  return value < 1_000_000_000 ? 9 : 10
}
