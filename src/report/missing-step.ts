import { lostCode, lostHelp } from '../diagnostic/lost.ts'
import { seenResult } from '../run/verdict/condition.ts'
import type { StepReport } from './report.ts'

/**
 * How a step ended that no event tells the end of. What stood in its way explains it: a need that did not succeed, or
 * a cancelled run. Otherwise its job died, and that is a failure; `continue-on-error` does not bear it, since
 * its author tolerates what the step does, not that nobody knows.
 */
export function missingStep(
  step: StepReport,
  reportOf: ReportOf,
  { cancelled, local }: { readonly cancelled: boolean; readonly local: boolean },
): StepReport {
  if (cancelled) return { ...step, result: 'cancelled', reason: 'the run was cancelled' }
  if (local) return explained(step, reportOf) ?? killed(step)
  return explained(step, reportOf) ?? lost(step, 'ended without reporting', '')
}

/**
 * How a step ended whose job was told to stop although nobody cancelled the run. GitHub calls that cancelled too; it
 * is how a job ends that hangs until its time is over, and somebody must hear of it.
 */
export function stoppedStep(step: StepReport, reportOf: ReportOf): StepReport {
  return explained(step, reportOf) ?? lost(step, 'was stopped', ', though nobody cancelled the run')
}

type ReportOf = (need: string) => StepReport | undefined

/** Skipped, if it never started and a need that did not succeed stood in its way. */
function explained(step: StepReport, reportOf: ReportOf): StepReport | undefined {
  if (step.anyway === true) return undefined
  const needs = step.teardown === undefined ? step.needs : [step.teardown]
  const blocking = needs
    .map((need) => reportOf(need))
    .find((need) => need !== undefined && seenResult(need) !== 'success')
  if (blocking === undefined || step.attempts > 0) return undefined
  return { ...step, result: 'skipped', reason: `"${blocking.id}" ${verbs[blocking.result]}` }
}

/** Of a run without GitHub: there is one process, and no job or runner. */
function killed(step: StepReport): StepReport {
  const when = step.attempts === 0 ? 'before this step could start' : 'while this step was running'
  return {
    ...step,
    result: 'failure',
    tolerated: false,
    failure: {
      code: 'run/killed',
      message: `the process of the run ended ${when}, and did not tell why: was it killed?`,
      help: 'run it again: what was begun is rolled back; if it ends so again, look for a lack of memory',
      causes: [],
      retryable: true,
    },
  }
}

function lost(step: StepReport, how: string, although: string): StepReport {
  const when = step.attempts === 0 ? '' : ' while this step was running'
  return {
    ...step,
    result: 'failure',
    tolerated: false,
    failure: {
      code: lostCode,
      message: `the job "${step.job}" ${how}${when}${although}`,
      help: lostHelp(1),
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
