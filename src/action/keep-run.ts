import { graphOfPlan } from '../app/arrived-plan.ts'
import type { LeftRun } from '../app/outcome.ts'
import { runsLookedAt } from '../app/past-runs.ts'
import { loadedTables, recordRun } from '../app/record-run.ts'
import { Failure } from '../diagnostic/failure.ts'
import { lastGood } from '../ledger/fold-runs.ts'
import type { LedgerEntry, TickRecord } from '../ledger/record.ts'
import type { LastGood } from '../report/failure-issue.ts'
import type { Report } from '../report/report.ts'
import type { Action } from './action.ts'

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
export async function keepRun(action: Action, { plan, report }: LeftRun & { report: Report }): Promise<void> {
  const { context, workspace } = action
  const graph = await graphOfPlan(plan, workspace).catch(ignoreFailure)
  const tick = tickOf(action, report)
  await tolerated(action, 'This run is not kept in the ledger', undefined, async () =>
    recordRun(await action.ledger(), report, {
      attempt: context.attempt,
      now: new Date(),
      branch: context.branch,
      sha: context.sha,
      url: context.runUrl,
      ...(plan.select === undefined ? {} : { select: plan.select }),
      ...(tick === undefined ? {} : { tick }),
      tables: graph === undefined ? new Map() : loadedTables(graph),
    }),
  )
}

function tickOf({ context }: Action, { run }: Report): TickRecord | undefined {
  const { schedule } = context.event
  return schedule === undefined || run.dated === true ? undefined : { cron: schedule, at: run.at }
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
