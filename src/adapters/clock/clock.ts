import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../../ports/ports.ts'

/** The longest one timer can wait: a longer one would end at once. */
const longestMs = 2 ** 31 - 1

/** The machine's own clock and dice. */
export const systemClock: Clock = {
  now: () => new Date(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    try {
      for (let left = ms; left > 0 || left === ms; left -= longestMs)
        await setTimeout(Math.min(left, longestMs), undefined, signal ? { signal } : {})
    } catch (error) {
      throw signal?.aborted ? signal.reason : error
    }
  },
}
