/** A scratch for the few texts of a row that are not written as their source has them. */
export class SideText {
  bytes = Buffer.allocUnsafe(4096)
  length = 0

  clear(): void {
    this.length = 0
  }

  /** Appends and answers the new length. */
  add(text: string): number {
    const size = Buffer.byteLength(text)
    if (this.length + size > this.bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.length + size))
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    this.length += this.bytes.write(text, this.length)
    return this.length
  }
}
