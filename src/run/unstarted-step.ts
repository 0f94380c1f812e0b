import type { FailureRecord } from './event.ts'
import type { StepFinished } from './run-request.ts'

/** How a step ended whose job could not start it. */
export function unstartedStep(run: string, step: string, failure: FailureRecord, now: Date): StepFinished {
  return {
    schema: 1,
    run,
    at: now.toISOString(),
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
