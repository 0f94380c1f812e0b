import type { Step } from '../manifest/manifest.ts'

/** The longest a step can take: every attempt to its time-out, and the longest pause between two. */
export function stepTimeoutMs(step: Step): number {
  const { maxAttempts, maxDelayMs } = step.retry
  return step.timeoutMs * maxAttempts + maxDelayMs * (maxAttempts - 1)
}

/** Minutes for checking out, starting and handing over, beside the steps themselves. */
const overheadMinutes = 10

/** GitHub's own limit for a job on a hosted runner. */
const longestJobMinutes = 360

/** A job's `timeout-minutes`: room for its steps one after the other, within GitHub's limit. */
export function jobTimeoutMinutes(steps: readonly Step[]): number {
  const total = steps.reduce((sum, step) => sum + stepTimeoutMs(step), 0)
  return Math.min(longestJobMinutes, Math.ceil(total / 60_000) + overheadMinutes)
}
