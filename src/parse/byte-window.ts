import { Failure } from '../diagnostic/failure.ts'

/** How many bytes of the source `bytes[from, to)` were before they became UTF-8. */
export type Measure = (bytes: Buffer, from: number, to: number) => number

/** Read on by as much at a time: the rows of one batch. */
const chunk = 1 << 19
/** What a record may take before it is called runaway. */
export const longestRecord = 64 << 20

/**
 * A window over a stream: one buffer that is filled, worked off and filled again. Its data stands in the first half,
 * `[from, to)`; the second half is free for what a parser writes beside its data (fields without their escapes).
 */
export class ByteWindow {
  bytes = Buffer.allocUnsafe(4 * chunk)
  from = 0
  to = 0
  /** Whether the stream has no more than what stands in the window. */
  ended = false
  /** Bytes worked off before the window, and how many they were in the source. */
  #passed = 0
  #passedSource = 0
  readonly #source: AsyncIterator<Uint8Array>
  #pending: Uint8Array | undefined
  readonly #measure: Measure | undefined

  /** `measure`: how many bytes of the source a stretch of the window was, where it is not as many. */
  constructor(source: AsyncIterable<Uint8Array>, measure?: Measure) {
    this.#source = source[Symbol.asyncIterator]()
    this.#measure = measure
  }

  /** Where the free half begins. */
  get half(): number {
    return this.bytes.length / 2
  }

  /** How far into the stream `from` is. */
  get position(): number {
    return this.#passed + this.from
  }

  /** How far into the source, as it was before it became UTF-8, an offset of the window stands. */
  placeOf(at: number): number {
    return this.#passedSource + (this.#measure?.(this.bytes, 0, at) ?? at)
  }

  /**
   * Drops what was worked off and reads on until the window holds `least` bytes (by default a chunk more than it
   * has, or twice as much: so a long record is scanned a few times only) or the stream ends.
   */
  async fill(least = Math.max(chunk, 2 * (this.to - this.from))): Promise<void> {
    this.#makeRoom(least)
    while (!this.ended && this.to - this.from < least) {
      const next = this.#pending ?? (await this.#read())
      if (next === undefined) return
      const size = Math.min(next.length, this.half - this.to)
      this.bytes.set(size === next.length ? next : next.subarray(0, size), this.to)
      this.to += size
      this.#pending = size === next.length ? undefined : next.subarray(size)
    }
  }

  async #read(): Promise<Uint8Array | undefined> {
    const { value, done } = await this.#source.next()
    if (done !== true) return value
    this.ended = true
    return undefined
  }

  #makeRoom(least: number): void {
    this.#passedSource = this.placeOf(this.from)
    this.#passed += this.from
    const old = this.bytes
    if (least > this.half) this.bytes = Buffer.allocUnsafe(2 * least)
    old.copy(this.bytes, 0, this.from, this.to)
    this.to -= this.from
    this.from = 0
  }

  /** Throws when what stands in the window, all of one record, is too long to be one. */
  refuseRunaway(line: number): void {
    if (this.to - this.from <= longestRecord) return
    throw new Failure('parse/too-long', `the record that begins on line ${line} is longer than 64 MiB`, {
      help: 'Look for a quote that is never closed, or a wrong delimiter or quote character',
    })
  }

  /** Ends the stream early. */
  async close(): Promise<void> {
    this.ended = true
    await this.#source.return?.()
  }
}

/** What `work` makes of a window; when it throws, nobody reads on, and the stream is ended. */
export async function closedOnThrow<T>(window: ByteWindow, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await window.close()
    throw error
  }
}
