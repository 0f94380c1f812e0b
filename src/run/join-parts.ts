import type { Step } from '../manifest/manifest.ts'
import { endOfLegs } from './leg-result.ts'
import { LegTally } from './leg-tally.ts'
import type { PartFinished, StepFinished } from './run-request.ts'

/**
 * How a mapped step ended, from what each of its jobs says at the end of its part: `undefined` while the word of one is
 * missing. As if it had ended in one job, but for its dataset, which `joinPartDatasets` puts together.
 */
export function joinParts(step: Step, parts: readonly PartFinished[]): StepFinished | undefined {
  const ordered = lastOfEach(parts)
  const [first] = ordered
  if (first === undefined || ordered.length < first.part.of) return undefined
  const unopened = ordered.find(({ legs }) => legs === undefined)
  if (unopened !== undefined) return asStep(unopened)
  const tally = new LegTally()
  for (const part of ordered) tally.addPart(part)
  const last = ordered.reduce((one, other) => (other.at > one.at ? other : one))
  const stopped = ordered.find(({ result }) => result === 'cancelled')?.reason
  const { failedLegs, why } = tally
  const end = endOfLegs(step, tally.counts, { failedLegs, why: why.slice(0, 10), stopped })
  return {
    schema: 1,
    run: first.run,
    at: last.at,
    type: 'step-finished',
    step: first.step,
    ...end,
    ...tally.told(),
    durationMs: Math.max(...ordered.map(({ durationMs }) => durationMs)),
  }
}

/** Of a part that never had legs: skipped, or its list has no value. That is so of all. */
function asStep(event: PartFinished): StepFinished {
  const { part: _part, ...end } = event
  return { ...end, type: 'step-finished' }
}

/** Each part's last word, in the order of the parts: a job that was run again says another one. */
export function lastOfEach(parts: readonly PartFinished[]): readonly PartFinished[] {
  const last = new Map<number, PartFinished>()
  for (const part of parts) last.set(part.part.index, part)
  return [...last.values()].toSorted((one, other) => one.part.index - other.part.index)
}
