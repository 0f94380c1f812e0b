import type { LeftNoPlan, LeftRun } from '../app/outcome.ts'
import { Failure } from '../diagnostic/failure.ts'
import { isGood } from '../run/run-result.ts'
import type { RunResult } from '../run/event.ts'
import { catchUpType } from '../schedule/catch-up-event.ts'
import { counted } from '../text/quantities.ts'
import type { Action } from './action.ts'

/**
 * Starts the next run of a chain that makes up for ticks. Not after a run that failed, as the next would most likely do; nor
 * after one that could not be kept, as the next would not know of it.
 */
export async function goOn(
  action: Action,
  left: LeftRun | LeftNoPlan,
  { result, kept }: { readonly result: RunResult; readonly kept: boolean },
): Promise<void> {
  if (!('plan' in left) || left.plan.ticks?.remaining === undefined) return
  const { cron, count, first, last } = left.plan.ticks.remaining
  const due = `${counted(count, 'tick')} of "${cron}" ${count === 1 ? 'is' : 'are'} due, ${first} to ${last}`
  const later = 'the next run of a schedule goes on with the oldest'
  if (!isGood(result)) return tell(action, `${due}; as this run ended with ${result}, ${later}`)
  if (!kept) return tell(action, `${due}; as this run could not be kept, ${later}`)
  try {
    const github = await action.github()
    await github.dispatch({ type: catchUpType(left.plan.pipeline), payload: { cron } })
    action.runner.line(`${due}: started the run for the oldest`)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    tell(action, `${due}, and the run for the oldest could not be started (${thrown.message}): ${later}`)
  }
}

function tell({ runner }: Action, message: string): void {
  runner.annotate({ level: 'warning', title: 'Millrace', message })
}
