import { isUtf8 } from 'node:buffer'
import type { ByteWindow } from './byte-window.ts'

/** Whether records are UTF-8: what stands in the window is looked at as a whole, and one by one only where it is not. */
export class Utf8Check {
  /** Positions in the stream: up to where all is sound, and up to where the window has been looked at. */
  #sound = 0
  #seen = 0

  /** Whether `[start, end)` of the window is UTF-8; both are bounds of characters if it is. */
  holds(window: ByteWindow, start: number, end: number): boolean {
    const origin = window.position - window.from
    if (origin + end <= this.#sound) return true
    const { bytes, to } = window
    if (origin + end > this.#seen) {
      this.#seen = origin + to
      const whole = lastBoundary(bytes, start, to)
      if (isUtf8(bytes.subarray(start, whole))) {
        this.#sound = origin + whole
        if (end <= whole) return true
      }
    }
    return isUtf8(bytes.subarray(start, end))
  }
}

/** Where the last character that may go on behind `to` begins. */
function lastBoundary(bytes: Buffer, from: number, to: number): number {
  for (let at = to - 1; at >= from && at >= to - 4; at--) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) return to
    if (byte >= 0xc0) return at
  }
  return to
}
