import { graphOfPlan } from '../app/arrived-plan.ts'
import { logicalTime } from '../app/logical-time.ts'
import type { LeftNoPlan, LeftRun } from '../app/outcome.ts'
import { runsLookedAt } from '../app/past-runs.ts'
import { loadedTables } from '../app/record-run.ts'
import { Failure } from '../diagnostic/failure.ts'
import { lastGood } from '../ledger/fold-runs.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { settle } from '../ledger/timetable.ts'
import { pipelineId } from '../manifest/pipeline-id.ts'
import type { Plan } from '../plan/plan.ts'
import type { LastGood } from '../report/failure-issue.ts'
import { type EntryFacts, ledgerEntryOf, ticksOf } from '../report/ledger-entry.ts'
import type { Report } from '../report/report.ts'
import { unplannedEntry } from '../report/unplanned-entry.ts'
import type { Action } from './action.ts'
import { runMadeAt } from './run-made.ts'

/** The past runs of a pipeline, newest first; none where they cannot be read, which is told, and to `unread` why. */
export async function pastRunsOf(
  action: Action,
  pipeline: string,
  unread: (failure: Failure) => void = () => {},
): Promise<readonly LedgerEntry[]> {
  return tolerated(action, 'The past runs cannot be read', { otherwise: [], unread }, async () => {
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

/**
 * Keeps what the run came to; `false`: it is not kept. A repository that does not let us write is told so, and the run is
 * none the worse.
 */
export async function keepRun(action: Action, left: LeftRun | LeftNoPlan, report?: Report): Promise<boolean> {
  return tolerated(action, 'This run is not kept in the ledger', { otherwise: false }, async () => {
    const entry =
      'plan' in left && report !== undefined
        ? await entryOf(action, left.plan, report)
        : await entryWithoutPlan(action, left)
    await (await action.ledger()).record(entry)
    return true
  })
}

async function entryOf(action: Action, plan: Plan, report: Report): Promise<LedgerEntry> {
  const graph = await graphOfPlan(plan, action.workspace).catch(ignoreFailure)
  const entry = ledgerEntryOf(report, {
    ...factsOf(action),
    ...(plan.select === undefined ? {} : { select: plan.select }),
    ...(plan.ticks?.tick === undefined ? {} : { tick: plan.ticks.tick }),
    tables: graph === undefined ? new Map() : loadedTables(graph),
  })
  return plan.ticks === undefined ? entry : { ...entry, schedules: settledAfter(entry, plan.ticks) }
}

/**
 * A run that was cancelled before it had loaded anything leaves its tick as due as it was; not when it is run again, as then
 * somebody has taken it in hand.
 */
function settledAfter({ run, loads }: LedgerEntry, { schedules, tick }: NonNullable<Plan['ticks']>) {
  const open = run.result === 'cancelled' && loads.length === 0 && run.attempt === 1
  return settle(schedules, open ? undefined : tick)
}

async function entryWithoutPlan(action: Action, left: LeftRun | LeftNoPlan): Promise<LedgerEntry> {
  const { context, inputs } = action
  const schedules = left.manifest?.schedules ?? []
  const line = context.catchUp?.cron ?? context.event.schedule
  const fired = schedules.find(({ cron }) => cron === line)
  const time = logicalTime(fired ?? schedules[0], fired !== undefined, await runMadeAt(action))
  const errors = 'plan' in left ? [] : left.diagnostics.filter(({ severity }) => severity === 'error')
  const failure = ('plan' in left ? undefined : left.failure) ?? errors[0]
  const [file = ''] = inputs.pipelines
  const pipeline = left.manifest?.id ?? pipelineId(file)
  return unplannedEntry({
    ...factsOf(action),
    ...(await ticksOfAttemptBefore(action, pipeline)),
    pipeline,
    run: { id: String(context.runId), trigger: context.trigger, at: time.at, date: time.date },
    cancelled: left.cancelled,
    failure: failure ?? { code: 'plan/missing', message: 'the job that plans it ended without saying why' },
  })
}

/** A run without a plan took no tick: it stays due. Unless an attempt before had one, whose record this one replaces. */
async function ticksOfAttemptBefore(
  action: Action,
  pipeline: string,
): Promise<Pick<EntryFacts, 'tick' | 'schedules'>> {
  const { attempt, runId } = action.context
  if (attempt === 1) return {}
  const before = (await pastRunsOf(action, pipeline)).find(({ run }) => run.id === String(runId))
  return before === undefined ? {} : ticksOf(before)
}

function factsOf({ context }: Action) {
  const { attempt, branch, sha, runUrl: url } = context
  return { attempt, now: new Date(), branch, sha, url }
}

function ignoreFailure(thrown: unknown): undefined {
  if (!(thrown instanceof Failure)) throw thrown
}

async function tolerated<T>(
  { runner }: Action,
  what: string,
  { otherwise, unread }: { readonly otherwise: T; readonly unread?: (failure: Failure) => void },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    const help = thrown.help === undefined ? '' : `\n${thrown.help}`
    runner.annotate({ level: 'notice', title: 'Millrace', message: `${what}: ${thrown.message}${help}` })
    unread?.(thrown)
    return otherwise
  }
}
