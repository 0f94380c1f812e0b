import { attempt } from '../attempts/attempt.ts'
import { joinLegs } from './join-legs.ts'
import { endOfLegs } from './leg-result.ts'
import type { LegTally } from './leg-tally.ts'
import type { MappedWork } from './mapped-work.ts'
import type { OpenLegs } from './open-matrix.ts'
import { failed, type Finish, graceMs } from '../run-step.ts'

/**
 * How a mapped step ends whose legs have all ended, once what they made is put together. A cancel stops that, and then
 * the step is cancelled, unless it had failed anyway.
 */
export async function endOfMapped(
  work: MappedWork,
  legs: OpenLegs,
  {
    tally,
    stopped,
    made,
    cancel,
  }: {
    readonly tally: LegTally
    /** Why legs were cancelled. */
    readonly stopped: string | undefined
    /** Whether any leg did. */
    readonly made: { readonly datasets: boolean; readonly rejects: boolean }
    readonly cancel: AbortSignal
  },
): Promise<Finish> {
  const { node, part, state } = work
  const { counts, failedLegs, why } = tally
  const end = endOfLegs(node.step, counts, { failedLegs, why, stopped, all: legs.count })
  const told = tally.told()
  const isGood = end.result === 'success' || end.tolerated === true
  const wanted = { datasets: made.datasets && (part !== undefined || isGood), rejects: made.rejects }
  const limits = {
    clock: state.request.ports.clock,
    timeoutMs: node.step.timeoutMs,
    graceMs: state.request.graceMs ?? graceMs,
    cancel,
  }
  const joined = await attempt((signal) => joinLegs(work, legs, { made: wanted, signal }), limits)
  if (joined.ended === 'done') return { ...told, ...end, ...joined.value }
  if (joined.ended !== 'cancelled') return { ...told, ...failed(node.step.continueOnError, joined.failure) }
  return { ...told, ...(isGood ? { result: 'cancelled', reason: joined.failure.message } : end) }
}
