import { Failure } from '../diagnostic/failure.ts'
import type { Action } from './action.ts'

/**
 * When the run was made, which stays the same however often it is run again; so a run that is run again a day later
 * is still for the tick it was made for. Where GitHub does not say, it is now, and that is told.
 */
export async function runMadeAt(action: Action): Promise<Date> {
  try {
    const { createdAt } = await (await action.github()).workflowRun(action.context.runId)
    return new Date(createdAt)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const message = `${thrown.message}, so this run is for the time it was planned at: run again, it would be for another`
    action.runner.annotate({ level: 'notice', title: 'Millrace', message })
    return new Date()
  }
}
