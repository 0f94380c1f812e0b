import { graphOfPlan } from '../app/arrived-plan.ts'
import { logicalTime } from '../app/logical-time.ts'
import type { LeftNoPlan, LeftRun } from '../app/outcome.ts'
import { runsLookedAt } from '../app/past-runs.ts'
import { loadedTables } from '../app/record-run.ts'
import { Failure } from '../diagnostic/failure.ts'
import { lastGood } from '../ledger/fold-runs.ts'
import type { LedgerEntry, TickRecord } from '../ledger/record.ts'
import { pipelineId } from '../manifest/pipeline-id.ts'
import type { Plan } from '../plan/plan.ts'
import type { LastGood } from '../report/failure-issue.ts'
import { ledgerEntryOf } from '../report/ledger-entry.ts'
import type { Report } from '../report/report.ts'
import { unplannedEntry } from '../report/unplanned-entry.ts'
import type { Action } from './action.ts'
import { runMadeAt } from './run-made.ts'

/** The past runs of a pipeline, newest first; none where they cannot be read, which is told. */
export async function pastRunsOf(action: Action, pipeline: string): Promise<readonly LedgerEntry[]> {
  return tolerated(action, 'The past runs cannot be read', [], async () => {
    const { runs, notes } = await (await action.ledger()).read({ pipeline, limit: runsLookedAt })
    for (const note of notes) action.runner.line(note)
    return runs
  })
}

/** The last run before this one that did all it was to do, on the same branch. */
export async function lastGoodOf(action: Action, pipeline: string): Promise<LastGood | undefined> {
  const { branch, runId } = action.context
  const good = lastGood(await pastRunsOf(action, pipeline), { branch, except: String(runId) })
  if (good === undefined) return undefined
  const { startedAt, url } = good.run
  return { at: startedAt, ...(url === undefined ? {} : { url }) }
}

/** Keeps what the run came to. A repository that does not let us write is told so, and the run is none the worse. */
export async function keepRun(action: Action, left: LeftRun | LeftNoPlan, report?: Report): Promise<void> {
  await tolerated(action, 'This run is not kept in the ledger', undefined, async () => {
    const entry =
      'plan' in left && report !== undefined
        ? await entryOf(action, left.plan, report)
        : await entryWithoutPlan(action, left)
    await (await action.ledger()).record(entry)
  })
}

async function entryOf(action: Action, plan: Plan, report: Report): Promise<LedgerEntry> {
  const graph = await graphOfPlan(plan, action.workspace).catch(ignoreFailure)
  return ledgerEntryOf(report, {
    ...factsOf(action, report.run),
    ...(plan.select === undefined ? {} : { select: plan.select }),
    tables: graph === undefined ? new Map() : loadedTables(graph),
  })
}

async function entryWithoutPlan(action: Action, left: LeftRun | LeftNoPlan): Promise<LedgerEntry> {
  const { context, inputs } = action
  const schedules = left.manifest?.schedules ?? []
  const fired = schedules.find(({ cron }) => cron === context.event.schedule)
  const time = logicalTime(fired ?? schedules[0], fired !== undefined, await runMadeAt(action))
  const errors = 'plan' in left ? [] : left.diagnostics.filter(({ severity }) => severity === 'error')
  const failure = ('plan' in left ? undefined : left.failure) ?? errors[0]
  const [file = ''] = inputs.pipelines
  return unplannedEntry({
    ...factsOf(action, time),
    pipeline: left.manifest?.id ?? pipelineId(file),
    run: { id: String(context.runId), trigger: context.eventName, at: time.at, date: time.date },
    cancelled: left.cancelled,
    failure: failure ?? { code: 'plan/missing', message: 'the job that plans it ended without saying why' },
  })
}

function factsOf({ context }: Action, run: { readonly at: string; readonly dated?: true | undefined }) {
  const { attempt, branch, sha, runUrl: url, event } = context
  const scheduled = event.schedule !== undefined && run.dated !== true
  const tick: { tick?: TickRecord } = scheduled ? { tick: { cron: event.schedule ?? '', at: run.at } } : {}
  return { attempt, now: new Date(), branch, sha, url, ...tick }
}

function ignoreFailure(thrown: unknown): undefined {
  if (!(thrown instanceof Failure)) throw thrown
}

async function tolerated<T>(
  { runner }: Action,
  what: string,
  otherwise: T,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const help = thrown.help === undefined ? '' : `\n${thrown.help}`
    runner.annotate({ level: 'notice', title: 'Millrace', message: `${what}: ${thrown.message}${help}` })
    return otherwise
  }
}
