import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../../ports/ports.ts'

/** The machine's own clock and dice. */
export const systemClock: Clock = {
  now: () => new Date(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, signal ? { signal } : {})
    } catch (error) {
      throw signal?.aborted ? signal.reason : error
    }
  },
}
