import type { JobPlan } from '../../plan/plan.ts'
import type { FailureRecord } from '../event.ts'
import type { PartFinished, StepFinished } from '../run-request.ts'

/** How a step ended, or a job's part of it, whose job could not start it. */
export function unstartedStep({
  run,
  step,
  part,
  failure,
  now,
}: {
  readonly run: string
  readonly step: string
  readonly part: JobPlan['part']
  readonly failure: FailureRecord
  readonly now: Date
}): StepFinished | PartFinished {
  const ended = {
    schema: 1,
    run,
    at: now.toISOString(),
    step,
    result: 'failure',
    attempts: 0,
    rows: null,
    durationMs: 0,
    outputs: {},
    reason: failure.message,
    failure,
  } as const
  return part === undefined ? { ...ended, type: 'step-finished' } : { ...ended, type: 'part-finished', part }
}
