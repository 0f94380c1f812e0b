import type { Step, StepId } from '../manifest/manifest.ts'
import { atOnce, legsOf } from './parts.ts'

/** What a step, or a leg of one, is reckoned to take until it has been measured. */
const assumedMs = 30_000

/** How many legs a list is reckoned to have that only the run makes. */
const assumedLegs = 16

/** How long a step is expected to keep one job at work, in milliseconds: as measured, or as assumed. */
export function expectedWork(step: Step, past: ReadonlyMap<StepId, number>): number {
  if (step.kind === 'uses' && step.strategy === undefined) return 0
  const measured = past.get(step.id)
  if (measured !== undefined) return measured
  const legs = legsOf(step)
  return legs === undefined ? assumedMs : assumedMs * Math.ceil((legs ?? assumedLegs) / atOnce)
}
