import { localLedger, nextAttempt } from '../adapters/ledger/local-ledger.ts'
import { claimedRuns } from '../adapters/run-folder/claimed-runs.ts'
import { runsLookedAt } from '../app/past-runs.ts'
import { loadedTables } from '../app/record-run.ts'
import { graphOfPlan } from '../app/arrived-plan.ts'
import { decodePlan, reportRun } from '../app/report.ts'
import { Failure } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunStore } from '../ports/run-store.ts'
import { ledgerEntryOf } from '../report/ledger-entry.ts'
import type { Report } from '../report/report.ts'
import type { Shell } from './shell.ts'
import { tellNotes } from './tell-notes.ts'

/** Past runs of this workspace, for `planPipeline`. A ledger that cannot be read is no reason not to run. */
export function pastRunsHere(
  workspace: string,
  shell: Shell,
): (pipeline: string) => Promise<readonly LedgerEntry[]> {
  return (pipeline) =>
    tolerated(shell, [], async () => {
      const { runs, notes } = await localLedger(workspace).read({ pipeline, limit: runsLookedAt })
      await tellNotes(notes, shell)
      return runs
    })
}

/** So many runs of a pipeline are more than a workspace has. */
const allRuns = 1_000_000

/** Every run of a pipeline in this workspace. Throws the `Failure` of a ledger that cannot be read. */
export async function allRunsHere(workspace: string, pipeline: string): Promise<readonly LedgerEntry[]> {
  return (await localLedger(workspace).read({ pipeline, limit: allRuns })).runs
}

/** Keeps a run that ended here in the ledger of the workspace. */
export async function recordHere(
  workspace: string,
  {
    plan,
    graph,
    report,
  }: { readonly plan: Plan; readonly graph: Graph | undefined; readonly report: Report },
  shell: Shell,
): Promise<void> {
  await tolerated(shell, undefined, async () => {
    const now = new Date()
    const { id, startedAt = now.toISOString() } = report.run
    const entry = ledgerEntryOf(report, {
      attempt: await nextAttempt(workspace, { pipeline: report.pipeline, id, startedAt }),
      now,
      ...(plan.select === undefined ? {} : { select: plan.select }),
      tables: graph === undefined ? new Map() : loadedTables(graph),
    })
    await localLedger(workspace).record(entry)
  })
}

/** Keeps the runs whose process was killed before it could: whoever comes by next does it for them. */
export async function recordKilled(workspace: string, shell: Shell): Promise<void> {
  await tolerated(shell, undefined, async () => {
    for (const { store, owner, release } of claimedRuns(workspace)) {
      if (owner !== undefined) continue
      await tolerated(shell, undefined, () => recordOne(workspace, store, shell))
      release()
    }
  })
}

async function recordOne(workspace: string, store: RunStore, shell: Shell): Promise<void> {
  const text = await store.read('plan.json')
  // It was killed before it began.
  if (text === undefined) return
  const plan = decodePlan(text)
  const report = await reportRun(store)
  const graph = await graphOfPlan(plan, workspace).catch(() => undefined)
  await recordHere(workspace, { plan, graph, report }, shell)
}

async function tolerated<T>(shell: Shell, otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    await tellNotes([thrown.message], shell)
    return otherwise
  }
}
