import { processOfRun } from '../adapters/run-folder/run-process.ts'
import { decodePlan } from '../app/report.ts'
import { lastResult } from '../app/resume.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunStore } from '../ports/run-store.ts'
import { eventsOf } from '../run/events/decode-events.ts'
import { findPipeline } from './find-manifests.ts'
import type { Shell } from './shell.ts'
import { findRun } from './stored-run.ts'
import { workspaceOf } from './workspace.ts'

/** A run of this workspace that stopped before it was done, and is to be gone on with. */
export interface ResumedRun {
  readonly workspace: string
  readonly store: RunStore
  readonly plan: Plan
}

/**
 * The run to resume, by its id or `latest`; `undefined`, once that is said, when it is done. Throws a `Usage` or a `Failure`
 * when it cannot be resumed.
 */
export async function findStopped(
  given: string,
  pipeline: string | undefined,
  shell: Shell,
): Promise<ResumedRun | undefined> {
  const named = pipeline === undefined ? undefined : findPipeline(pipeline, shell.cwd)
  const workspace = named?.workspace ?? workspaceOf(shell.cwd, shell.cwd)
  const store = findRun(given, workspace, named?.file)
  const plan = decodePlan((await store.read('plan.json')) ?? '')
  refuseAtWork(store, plan)
  if (named !== undefined && named.file !== plan.file)
    throw new Usage(`run ${plan.run.id} is one of ${plan.file}`, `leave out "${pipeline}"`)
  const result = lastResult(eventsOf(store.lines('events.jsonl'), ['run-started', 'run-finished']))
  if (result !== 'success' && result !== 'skipped') return { workspace, store, plan }
  shell.err(`run ${plan.run.id} ended with ${result}: there is nothing to resume\n`)
  return undefined
}

/** Throws a `Failure` when a process is at work on the run. */
export function refuseAtWork({ folder }: RunStore, { run, file }: Pick<Plan, 'run' | 'file'>): void {
  const owner = processOfRun(folder)
  if (owner === undefined) return
  throw new Failure('run/running', `run ${run.id} of ${file} is still at work (process ${owner})`, {
    help: 'wait until it has ended, or end it',
  })
}
