import { Bug } from '../../diagnostic/failure.ts'
import { evaluateCondition } from '../../expression/evaluate.ts'
import { nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { tried } from '../attempts/attempt.ts'
import { seenResult, statusOf } from './condition.ts'
import type { FailureRecord } from '../event.ts'
import type { RunState } from '../run-state.ts'

/** Whether a step whose needs have all ended is to run. */
export type Verdict =
  | { readonly outcome: 'run' }
  | { readonly outcome: 'skipped' | 'cancelled'; readonly reason: string }
  | { readonly outcome: 'failure'; readonly failure: FailureRecord; readonly tolerated: boolean }

/** The code of a step that did not run because nobody knows how one above it ended. */
export const unknownNeedCode = 'run/need-unknown'

/**
 * Judges a step's `if`, by GitHub's rules. A condition that cannot be judged is a failure, never a pass; nor is it a
 * mere skip when the only thing in the way is that a result is unknown, and that is nothing an author can tolerate.
 */
export function conditionOf(state: RunState, id: StepId, cancelled: boolean): Verdict {
  const { step } = nodeOf(state.request.graph, id)
  if (cancelled && state.request.leftOnCancel?.has(id) === true)
    return { outcome: 'cancelled', reason: 'the run was cancelled' }
  if (step.teardown !== undefined) return verdictOnTeardown(state, id, cancelled)
  const status = statusOf(state.lineages(id), cancelled)
  const judged = tried(() => evaluateCondition(step.if, state.contexts(id), status))
  if (judged.ended !== 'done')
    return { outcome: 'failure', failure: judged.failure, tolerated: step.continueOnError }
  if (judged.value) return { outcome: 'run' }
  if (cancelled && !isRuledOut(state, id)) return { outcome: 'cancelled', reason: 'the run was cancelled' }
  const unknown = unknownAbove(state, id)
  if (unknown !== undefined) return { outcome: 'failure', failure: needUnknown(unknown), tolerated: false }
  const { success } = statusOf(state.lineages(id), false)
  return { outcome: 'skipped', reason: skipReason(state, id, success) }
}

/** Whether a step would not have run anyway, had the run not been cancelled: no step above it had to do with that. */
function isRuledOut(state: RunState, id: StepId): boolean {
  const above = state.lineages(id)
  if (above.some(({ cancelled, failed }) => cancelled && !failed)) return false
  const { step } = nodeOf(state.request.graph, id)
  const judged = tried(() => evaluateCondition(step.if, state.contexts(id), statusOf(above, false)))
  return judged.ended === 'done' && !judged.value
}

/** A tear-down asks for nothing but its set-up: what it waits for beside that may have ended in any way, or none. */
function verdictOnTeardown(state: RunState, id: StepId, cancelled: boolean): Verdict {
  const setup = setupOf(state, id)
  const finished = state.finished.get(setup)
  if (finished === undefined) return { outcome: 'failure', failure: needUnknown(setup), tolerated: false }
  const seen = seenResult(finished)
  if (seen === 'success') return { outcome: 'run' }
  if (seen === 'cancelled' && cancelled) return { outcome: 'cancelled', reason: 'the run was cancelled' }
  return { outcome: 'skipped', reason: `its set-up "${setup}" ${said[seen]}` }
}

function setupOf(state: RunState, id: StepId): StepId {
  const { seen, step } = nodeOf(state.request.graph, id)
  const setup = seen.get(step.teardown ?? '')
  if (setup === undefined) throw new Bug(`step "${id}" does not see its set-up`)
  return setup
}

/** A step above this one of which nothing is known, unless one that is known to have not succeeded explains it all. */
function unknownAbove(state: RunState, id: StepId): StepId | undefined {
  const above = new Set(nodeOf(state.request.graph, id).seen.values())
  let unknown: StepId | undefined
  for (const need of above) {
    const finished = state.finished.get(need)
    if (finished !== undefined && seenResult(finished) !== 'success') return undefined
    if (finished === undefined) unknown ??= need
    for (const further of nodeOf(state.request.graph, need).seen.values()) above.add(further)
  }
  return unknown
}

export function needUnknown(step: StepId): FailureRecord {
  return {
    code: unknownNeedCode,
    message: `how "${step}" ended is not known, so what comes after it did not run`,
    help: 'open the log of the job that ran it, then run the pipeline again',
    causes: [],
    retryable: true,
  }
}

function skipReason(state: RunState, id: StepId, success: boolean): string {
  const { step, seen: needs } = nodeOf(state.request.graph, id)
  if (step.if !== undefined && (success || /\b(?:success|failure|always|cancelled)\s*\(/i.test(step.if))) {
    return `its condition does not hold: ${step.if}`
  }
  for (const need of needs.values()) {
    const told = toldOf(state, need)
    if (told !== undefined) return told
  }
  const above = new Set(needs.values())
  for (const need of above) {
    const told = toldOf(state, need)
    if (told !== undefined)
      return `further up ${told}, and without an \`if\` that asks for more it is skipped too`
    for (const further of nodeOf(state.request.graph, need).seen.values()) above.add(further)
  }
  return 'a step further up did not succeed'
}

function toldOf({ finished }: RunState, need: StepId): string | undefined {
  const end = finished.get(need)
  const seen = end === undefined ? 'success' : seenResult(end)
  return seen === 'success' ? undefined : `"${need}" ${said[seen]}`
}

const said = { failure: 'failed', cancelled: 'was cancelled', skipped: 'was skipped' } as const
