import { finished, type Readable } from 'node:stream'

/** So much lies here at most, a chunk more or less, that nobody has read yet. */
const mostHeld = 262_144

/**
 * What of an answer has arrived, in chunks, also what came right before it broke off: a stream that breaks forgets what nobody
 * has read by then. After that it throws what the stream broke with.
 */
export class Arrivals implements AsyncIterable<Buffer> {
  readonly #stream: Readable
  readonly #queue: Buffer[] = []
  #held = 0
  #bytes = 0
  #end: { readonly error?: Error } | undefined
  #wake: () => void = () => {}

  constructor(stream: Readable) {
    this.#stream = stream
    stream.on('data', (chunk: Buffer) => this.#take(chunk))
    finished(stream, { writable: false }, (error) => {
      this.#end = error ? { error } : {}
      this.#wake()
    })
  }

  /** How many have arrived, as they were sent: an encoded body is not decoded yet. */
  get bytes(): number {
    return this.#bytes
  }

  #take(chunk: Buffer): void {
    this.#queue.push(chunk)
    this.#bytes += chunk.length
    this.#held += chunk.length
    if (this.#held >= mostHeld) this.#stream.pause()
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, void> {
    try {
      for (;;) {
        for (let chunk = this.#queue.shift(); chunk !== undefined; chunk = this.#queue.shift()) {
          this.#held -= chunk.length
          if (this.#held < mostHeld) this.#stream.resume()
          yield chunk
        }
        if (this.#end?.error !== undefined) throw this.#end.error
        if (this.#end !== undefined) return
        await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      this.#stream.destroy()
    }
  }
}
