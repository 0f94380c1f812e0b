import type { Plan } from '../plan/plan.ts'
import { lostCode } from '../report/missing-step.ts'
import type { FailureRecord } from '../run/event.ts'
import type { StepFinished } from '../run/run-request.ts'

const message = 'its job ended without a word: the runner was lost, ran out of time or was out of memory'

/** How a step ended of which its job tells nothing: for the steps that need it, it failed. */
export function lostStep(plan: Plan, step: string): StepFinished {
  return unstartedStep(plan, step, { code: lostCode, message, causes: [], retryable: true })
}

/** How a step ended whose job could not start it. */
export function unstartedStep(plan: Plan, step: string, failure: FailureRecord): StepFinished {
  return {
    schema: 1,
    run: plan.run.id,
    at: new Date().toISOString(),
    type: 'step-finished',
    step,
    result: 'failure',
    attempts: 0,
    rows: null,
    durationMs: 0,
    outputs: {},
    reason: failure.message,
    failure,
  }
}
