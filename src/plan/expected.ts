import type { Step, StepId } from '../manifest/manifest.ts'
import { atOnce, legsOf } from './parts.ts'

/** What a step is reckoned to take until it has been measured, and each of the first legs of one. */
const assumedMs = 30_000

/** Who has more legs than this has shorter ones. */
const longLegs = 64
const assumedShortMs = 1_000

/** How many legs a list is reckoned to have that only the run makes. */
const assumedLegs = 16

/**
 * How long a step is expected to be at work, in milliseconds: as measured, or as assumed. Of one that several jobs share
 * it is what each of them takes.
 */
export function expectedWork(step: Step, past: ReadonlyMap<StepId, number>, parts: number): number {
  if (step.kind === 'uses' && step.strategy === undefined) return 0
  return past.get(step.id) ?? Math.ceil(assumedWork(step) / parts)
}

function assumedWork(step: Step): number {
  const legs = legsOf(step)
  if (legs === undefined) return assumedMs
  const count = legs ?? assumedLegs
  const long = Math.min(count, longLegs)
  return Math.max(
    Math.min(count, 1) * assumedMs,
    (long * assumedMs + (count - long) * assumedShortMs) / atOnce,
  )
}
