import type { RunResult } from '../run/event.ts'
import { exitStatus } from './exit-status.ts'

/** The exit status that stands for the end of a run. */
export const runExitStatus = {
  success: exitStatus.done,
  skipped: exitStatus.done,
  failure: exitStatus.failed,
  cancelled: exitStatus.failed,
  degraded: exitStatus.degraded,
} as const satisfies Record<RunResult, number>
