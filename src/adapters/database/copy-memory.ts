/** Behind the text stand a tab and a line break, so that a search for one ends in any case. */
const sentinels = Buffer.from('\t\n')

/** Text of COPY that has arrived, and the places of its fields. It grows with what it is given. */
export class CopyMemory {
  bytes: Buffer
  start = new Int32Array(0)
  end = new Int32Array(0)
  kind = new Uint8Array(0)
  /** Of the text. */
  length = 0

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size)
    this.fields(0, 1 << 12)
  }

  add(chunk: Buffer): void {
    this.behind(chunk.length + sentinels.length)
    this.bytes.set(chunk, this.length)
    this.length += chunk.length
    this.bytes.set(sentinels, this.length)
  }

  /** Makes room for so many bytes behind the text. Answers where. */
  behind(size: number): number {
    const least = this.length + sentinels.length + size
    if (least > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * least)
      larger.set(this.bytes.subarray(0, this.length + sentinels.length))
      this.bytes = larger
    }
    return this.length + sentinels.length
  }

  /** Makes room for so many more fields. */
  fields(taken: number, more: number): void {
    if (taken + more <= this.kind.length) return
    const size = 2 * (taken + more)
    const { start, end, kind } = this
    this.start = new Int32Array(size)
    this.end = new Int32Array(size)
    this.kind = new Uint8Array(size)
    this.start.set(start)
    this.end.set(end)
    this.kind.set(kind)
  }

  /** Forgets all but the text of this range, and the text from `rest` on. */
  keep(from: number, to: number, rest: number): void {
    const { bytes, length } = this
    bytes.copyWithin(0, from, to)
    bytes.copyWithin(to - from, rest, length)
    this.length = to - from + length - rest
    bytes.set(sentinels, this.length)
  }
}
