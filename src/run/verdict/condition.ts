import type { Status } from '../../expression/functions.ts'
import type { StepResult } from '../event.ts'

/** What a step hands down to those that need it: its own result and, through it, that of everything above it. */
export interface Lineage {
  readonly succeeded: boolean
  readonly failed: boolean
  readonly cancelled: boolean
}

/**
 * The status that a step's `if` sees. It looks through the needs at everything above them, as GitHub does: a
 * failure or a skip reaches all that comes below, even past a step that ran because of `always()`. A skipped need
 * makes none of the three true. Once the run is cancelled nothing is a success any more.
 */
export function statusOf(needs: readonly Lineage[], runCancelled: boolean): Status {
  return {
    success: !runCancelled && needs.every((need) => need.succeeded),
    failure: needs.some((need) => need.failed),
    cancelled: runCancelled || needs.some((need) => need.cancelled),
  }
}

/** `result` as dependents see it: a tolerated failure has become `success` before it comes here. */
export function lineageOf(result: StepResult, needs: readonly Lineage[]): Lineage {
  return {
    succeeded: result === 'success' && needs.every((need) => need.succeeded),
    failed: result === 'failure' || needs.some((need) => need.failed),
    cancelled: result === 'cancelled' || needs.some((need) => need.cancelled),
  }
}

export function isSameLineage(one: Lineage | undefined, other: Lineage): boolean {
  return (
    one?.succeeded === other.succeeded && one.failed === other.failed && one.cancelled === other.cancelled
  )
}

/** How dependents see a step: a failure that is tolerated is a success, and so is what was not selected or is unchanged. */
export function seenResult(step: {
  readonly result: StepResult
  readonly tolerated?: boolean | undefined
  readonly toleratedAround?: boolean | undefined
  readonly unselected?: boolean | undefined
  readonly unchanged?: boolean | undefined
}): StepResult {
  if (step.unselected === true) return 'success'
  if (step.unchanged === true && step.result === 'skipped') return 'success'
  const borne = step.tolerated === true && step.toleratedAround !== true
  return step.result === 'failure' && borne ? 'success' : step.result
}
