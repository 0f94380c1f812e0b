import type { ByteWindow } from '../byte-window.ts'

/** Tells the lines of a stream; each break is looked for once. */
export class LineCounter {
  /** The line on which the place asked for last lies, from 1. */
  line = 1
  /** A position in the stream: all breaks before it are counted. */
  #next = 0

  /** The line of `at`, which lies in the window and not before where it was asked for last. */
  count(window: ByteWindow, at: number): number {
    const origin = window.position - window.from
    const { bytes, to } = window
    while (this.#next < origin + at) {
      if (bytes[this.#next - origin] === 10) {
        this.line++
        this.#next++
      }
      const found = bytes.indexOf(10, this.#next - origin)
      this.#next = origin + (found < 0 || found >= to ? to : found)
    }
    return this.line
  }
}
