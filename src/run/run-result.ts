import type { RunResult, StepResult } from './event.ts'

/** How a run ended, from how its steps did: the worst of them, a tolerated failure being only `degraded`. */
export function runResultOf(
  steps: readonly { readonly result: StepResult; readonly tolerated?: boolean | undefined }[],
  cancelled: boolean,
): RunResult {
  const has = (result: StepResult) => steps.some((step) => step.result === result)
  if (cancelled && has('cancelled')) return 'cancelled'
  if (steps.some((step) => step.result === 'failure' && step.tolerated !== true)) return 'failure'
  if (has('cancelled')) return 'cancelled'
  if (has('failure')) return 'degraded'
  return has('success') || steps.length === 0 ? 'success' : 'skipped'
}

/** Whether GitHub should show the run, or a job of it, as passed. */
export function isGood(result: RunResult): boolean {
  return result === 'success' || result === 'degraded' || result === 'skipped'
}
