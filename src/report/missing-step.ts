import { seenResult } from '../run/condition.ts'
import type { StepReport } from './report.ts'

/** The code of a step whose job ended without telling how it went. */
export const lostCode = 'runner/lost'

/**
 * How a step ended that no event tells the end of. What stood in its way explains it: a need that did not succeed, or
 * a cancelled run. Otherwise its job died, and that is a failure; `continue-on-error` does not bear it, since
 * its author tolerates what the step does, not that nobody knows.
 */
export function missingStep(
  step: StepReport,
  reportOf: (need: string) => StepReport | undefined,
  cancelled: boolean,
): StepReport {
  const blocking = step.needs
    .map((need) => reportOf(need))
    .find((need) => need !== undefined && seenResult(need) !== 'success')
  if (cancelled) return { ...step, result: 'cancelled', reason: 'the run was cancelled' }
  if (blocking !== undefined && step.attempts === 0)
    return { ...step, result: 'skipped', reason: `"${blocking.id}" ${verbs[blocking.result]}` }
  return {
    ...step,
    result: 'failure',
    failure: {
      code: lostCode,
      message: `the job "${step.job}" ended without reporting${step.attempts === 0 ? '' : ' while this step was running'}`,
      help: 'open the log of that job: it may have been out of memory or disk, past its time limit, or its runner was lost',
      causes: [],
      retryable: true,
    },
  }
}

const verbs = {
  success: 'succeeded',
  failure: 'failed',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
} as const
