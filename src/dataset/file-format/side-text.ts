/** A scratch for the few texts of a row that are not written as their source has them. */
export class SideText {
  bytes = Buffer.allocUnsafe(4096)
  length = 0

  clear(): void {
    this.length = 0
  }

  /** Appends and answers the new length; so does `addBytes` of a text that is UTF-8 already. */
  add(text: string): number {
    this.#room(Buffer.byteLength(text))
    this.length += this.bytes.write(text, this.length)
    return this.length
  }

  addBytes(bytes: Uint8Array): number {
    this.#room(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
    return this.length
  }

  #room(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.length + size))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}
