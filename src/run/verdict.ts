import { evaluateCondition } from '../expression/evaluate.ts'
import { nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { tried } from './attempt.ts'
import { seenResult, statusOf } from './condition.ts'
import type { FailureRecord } from './event.ts'
import type { RunState } from './run-state.ts'

/** Whether a step whose needs have all ended is to run. */
export type Verdict =
  | { readonly outcome: 'run' }
  | { readonly outcome: 'skipped' | 'cancelled'; readonly reason: string }
  | { readonly outcome: 'failure'; readonly failure: FailureRecord }

/** Judges a step's `if`, by GitHub's rules. A condition that cannot be judged is a failure, never a pass. */
export function verdictOn(state: RunState, id: StepId, cancelled: boolean): Verdict {
  const { step } = nodeOf(state.request.graph, id)
  const status = statusOf(state.lineages(id), cancelled)
  const judged = tried(() => evaluateCondition(step.if, state.contexts(id), status))
  if (judged.ended !== 'done') return { outcome: 'failure', failure: judged.failure }
  if (judged.value) return { outcome: 'run' }
  if (cancelled) return { outcome: 'cancelled', reason: 'the run was cancelled' }
  return { outcome: 'skipped', reason: skipReason(state, id, status.success) }
}

function skipReason(state: RunState, id: StepId, success: boolean): string {
  const { step, needs } = nodeOf(state.request.graph, id)
  if (step.if !== undefined && (success || /\b(?:success|failure|always|cancelled)\s*\(/i.test(step.if))) {
    return `its condition does not hold: ${step.if}`
  }
  for (const need of needs) {
    const finished = state.finished.get(need)
    if (!finished) return `"${need}" was lost: its job told no result`
    const seen = seenResult(finished)
    if (seen !== 'success') return `"${need}" ${said[seen]}`
  }
  return 'a step further up did not succeed'
}

const said = { failure: 'failed', cancelled: 'was cancelled', skipped: 'was skipped' } as const
