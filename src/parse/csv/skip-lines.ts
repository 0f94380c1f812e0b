import type { ByteWindow } from '../byte-window.ts'
import { lineEnd } from './line-ends.ts'

/** Moves behind so many lines; answers how many there were. */
export async function skipLines(window: ByteWindow, count: number): Promise<number> {
  for (let skipped = 0; skipped < count; skipped++) {
    let end = nextLine(window)
    while (end < 0) {
      window.refuseRunaway(skipped + 1)
      await window.fill()
      end = nextLine(window)
    }
    if (window.from === end) return skipped
    window.from = end
  }
  return count
}

function nextLine({ bytes, from, to, ended }: ByteWindow): number {
  return lineEnd(bytes, from, to, ended)
}
