import type { StepId } from '../../manifest/manifest.ts'
import type { RunEvent } from '../event.ts'
import type { StepFinished } from '../run-request.ts'

/** How each step of a run ended last. One that was begun again after that, and not ended, has not ended. */
export function lastEnds(events: Iterable<RunEvent>): Map<StepId, StepFinished> {
  const ends = new Map<StepId, StepFinished>()
  for (const event of events) {
    if (event.type === 'step-started' && event.leg === undefined) ends.delete(event.step)
    else if (event.type === 'step-finished') ends.set(event.step, event)
  }
  return ends
}
