import { claimedRuns } from '../adapters/run-folder/claimed-runs.ts'
import type { RunAtWork } from '../adapters/terminal/run-list.ts'
import { decodePlan } from '../app/report.ts'
import { eventsOf } from '../run/events/decode-events.ts'
import { counted } from '../text/quantities.ts'

/** The runs that processes of this machine are at work on, newest first. */
export async function runsAtWork(workspace: string): Promise<RunAtWork[]> {
  const found: RunAtWork[] = []
  for (const { store, owner } of claimedRuns(workspace)) {
    const text = await store.read('plan.json')
    if (owner === undefined || text === undefined) continue
    const { pipeline, run, steps } = decodePlan(text)
    const ended = [...eventsOf(store.lines('events.jsonl'), ['step-finished'])].length
    const progress = `${ended} of ${counted(steps.length, 'step')}`
    found.unshift({ id: run.id, pipeline, date: run.date, progress })
  }
  return found
}
