import type { JobPlan } from '../plan/plan.ts'
import type { RunRequest } from './run-request.ts'

/** The job of the plan that this process has. */
export function jobOf({ plan, job }: RunRequest): JobPlan | undefined {
  return job === undefined ? undefined : plan.jobs.find(({ id }) => id === job)
}
