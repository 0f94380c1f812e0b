import type { Step } from '../../manifest/manifest.ts'
import { endOfLegs } from '../mapped/leg-result.ts'
import { LegTally } from '../mapped/leg-tally.ts'
import type { PartFinished, StepFinished } from '../run-request.ts'

/**
 * How a mapped step ended, from what each of its jobs says at the end of its part: `undefined` while the word of one is
 * missing. As if it had ended in one job, but for its dataset, which `joinPartDatasets` puts together.
 */
export function joinParts(step: Step, parts: readonly PartFinished[]): StepFinished | undefined {
  const ordered = lastOfEach(parts)
  const [first] = ordered
  if (first === undefined || ordered.length < first.part.of) return undefined
  const unopened = ordered.filter(({ legs }) => legs === undefined)
  const [telling] = unopened.toSorted((one, other) => weight(other) - weight(one))
  if (telling !== undefined && unopened.length === ordered.length) return asStep(telling)
  const tally = new LegTally()
  for (const part of ordered) tally.addPart(part)
  for (const { part } of unopened) tally.cancel(shareOf(part, ordered))
  const last = ordered.reduce((one, other) => (other.at > one.at ? other : one))
  const stopped = ordered.find(({ result }) => result === 'cancelled')?.reason
  const { failedLegs, why } = tally
  const ofLegs = endOfLegs(step, tally.counts, { failedLegs, why: why.slice(0, 10), stopped })
  const end = telling?.result === 'failure' ? couldNotBegin(telling, ofLegs) : ofLegs
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

const weights = { failure: 3, cancelled: 2, skipped: 1, success: 0 }

function weight({ result }: PartFinished): number {
  return weights[result]
}

/** How many legs a part has that never opened its list, from what the others had: at least so many. */
function shareOf({ index, of }: PartFinished['part'], parts: readonly PartFinished[]): number {
  const known = parts.map(({ part, legs }) =>
    legs === undefined || legs.total === 0 ? 0 : (legs.total - 1) * of + part.index + 1,
  )
  return Math.max(0, Math.ceil((Math.max(...known) - index) / of))
}

/** Legs that may fail are those that ran: a job that could not begin is no leg that failed. */
function couldNotBegin(
  { part, failure, tolerated }: PartFinished,
  ofLegs: ReturnType<typeof endOfLegs>,
): ReturnType<typeof endOfLegs> {
  if (failure === undefined || (ofLegs.result === 'failure' && ofLegs.tolerated !== true)) return ofLegs
  const message = `part ${part.index + 1} of ${part.of} could not begin: ${failure.message}`
  return {
    result: 'failure',
    ...(tolerated === true ? { tolerated } : {}),
    failure: { ...failure, message, causes: [...failure.causes, ...(ofLegs.failure?.causes ?? [])] },
  }
}

/** Of parts that never had legs: skipped, or the list has no value. */
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
