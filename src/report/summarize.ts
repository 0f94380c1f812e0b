import type { Plan, StepPlan } from '../plan/plan.ts'
import type { StepPast } from '../plan/step-past.ts'
import type { RunEvent, RunResult, StepResult } from '../run/event.ts'
import { runResultOf } from '../run/run-result.ts'
import { foldEvents, type RunTrace } from './fold-events.ts'
import { movedCursors } from './moved-cursors.ts'
import { missingStep, stoppedStep } from './missing-step.ts'
import type { Rejects, Report, StepReport, Totals } from './report.ts'
import { runAgain } from './run-again.ts'
import { sparedBy } from './spared.ts'
import type { StepFinished, StepTrace } from './step-trace.ts'

/** What the events do not say. */
export interface SummaryFacts {
  /**
   * The whole run was cancelled from outside: a job without events was not lost, it was never to run. `false`: it was
   * not, so a job that says it was told to stop ran past its time or lost its runner. Absent: the jobs are believed.
   */
  readonly cancelled?: boolean
}

/**
 * One run, from its plan and the events of all its jobs. A step that nobody told the end of is a `runner/lost`
 * failure, unless a need of it failed (then it was skipped) or the run was cancelled.
 */
export function summarize(plan: Plan, events: Iterable<RunEvent>, facts: SummaryFacts = {}): Report {
  const trace = foldEvents(events)
  const steps = stepReports(plan, trace, facts)
  const cancelled = facts.cancelled ?? trace.cancelled
  return {
    schema: 1,
    pipeline: plan.pipeline,
    name: plan.name,
    file: plan.file,
    run: {
      ...plan.run,
      ...(trace.startedAt === undefined ? {} : { startedAt: trace.startedAt }),
      ...(trace.finishedAt === undefined ? {} : { finishedAt: trace.finishedAt }),
    },
    result: runResultOf(steps, cancelled),
    durationMs: Date.parse(trace.finishedAt ?? '') - Date.parse(trace.startedAt ?? '') - trace.idleMs || 0,
    inputs: plan.inputs,
    ...cursorsAfter(plan, runResultOf(steps, cancelled), trace),
    command: runAgain(plan),
    totals: totalsOf(plan, steps),
    steps,
    jobs: plan.jobs,
    waves: plan.waves,
    cost: plan.cost,
  }
}

function cursorsAfter(plan: Plan, result: RunResult, trace: RunTrace): Pick<Report, 'cursors'> {
  const windows = plan.steps.flatMap(({ id }) => trace.steps.get(id)?.finished?.windows ?? [])
  const cursors = movedCursors(plan, result, windows)
  return Object.keys(cursors).length === 0 ? {} : { cursors }
}

function stepReports(plan: Plan, trace: RunTrace, facts: SummaryFacts): StepReport[] {
  const done = new Map<string, StepReport>()
  const cancelled = facts.cancelled ?? trace.cancelled
  const local = plan.run.trigger === 'cli'
  const reportOf = (need: string) => done.get(need)
  for (const step of plan.steps) {
    const known = trace.steps.get(step.id)
    const told = ended(step, known, plan.before?.[step.id])
    if (told === undefined && step.unselected === true)
      done.set(step.id, { ...base(step, known), reason: 'not selected', unselected: true })
    else if (told === undefined)
      done.set(step.id, missingStep(base(step, known), reportOf, { cancelled, local }))
    else if (told.result === 'cancelled' && facts.cancelled === false)
      done.set(step.id, stoppedStep({ ...base(step, known), durationMs: told.durationMs }, reportOf))
    else done.set(step.id, withInside(told, trace))
  }
  return [...done.values()]
}

function withInside(step: StepReport, trace: RunTrace): StepReport {
  const inside = step.legs === undefined ? [] : trace.inside.of(step.id)
  return { ...withInnerLog(step, trace), ...(inside.length === 0 ? {} : { inside }) }
}

/** Of a mapped step that uses a pipeline, the log of the first step inside that has something to show. */
function withInnerLog(step: StepReport, { steps }: RunTrace): StepReport {
  if (step.legs === undefined || step.log.lines.length > 0) return step
  const inner = steps.entries().find(([id, { log }]) => id.startsWith(`${step.id}/`) && log.lines.length > 0)
  return inner === undefined ? step : { ...step, log: inner[1].log, logOf: inner[0] }
}

function base(
  { id, kind, needs, job, anyway, teardown }: StepPlan,
  trace: StepTrace | undefined,
): StepReport {
  return {
    id,
    kind,
    needs,
    ...(anyway === undefined ? {} : { anyway }),
    ...(teardown === undefined ? {} : { teardown }),
    job,
    result: 'skipped',
    tolerated: false,
    attempts: trace?.attempts ?? 0,
    ...(trace?.startedAt === undefined ? {} : { startedAt: trace.startedAt }),
    durationMs: 0,
    rows: null,
    retries: trace?.retries ?? [],
    log: trace?.log ?? { lines: [], total: 0 },
    outputs: {},
  }
}

/** The report of a step whose end was told: by itself or, failing that, by the end of its job. */
function ended(
  step: StepPlan,
  trace: StepTrace | undefined,
  past: StepPast | undefined,
): StepReport | undefined {
  const told = trace?.finished ?? trace?.summary
  if (told === undefined) return undefined
  const { counts, failure, note, summary, commit, cache, mark, outputs = {} } = trace?.finished ?? {}
  const rejects = rejectsOf(trace?.finished)
  return {
    ...base(step, trace),
    result: told.result,
    tolerated: told.tolerated === true,
    ...(told.toleratedAround === true ? { toleratedAround: true as const } : {}),
    ...(told.reason === undefined ? {} : { reason: told.reason }),
    attempts: told.attempts,
    durationMs: told.durationMs,
    rows: told.rows,
    ...(counts === undefined ? {} : { counts }),
    ...(failure === undefined ? {} : { failure }),
    ...(rejects === undefined ? {} : { rejects }),
    outputs,
    ...(told.cached === true || trace?.summary?.cached === true ? { cached: true } : {}),
    ...(cache === undefined ? {} : { cache }),
    ...(told.unselected === true ? { unselected: true } : {}),
    ...(told.unchanged === true ? { unchanged: true } : {}),
    ...(mark === undefined ? {} : { mark }),
    ...lookedBackOn(step, trace?.finished, past),
    ...(told.legs === undefined ? {} : { legs: told.legs }),
    ...(trace?.finished?.failedLegs === undefined ? {} : { failedLegs: trace.finished.failedLegs }),
    ...(trace === undefined || trace.commits.length === 0 ? {} : { commits: trace.commits }),
    ...(note === undefined ? {} : { note }),
    ...(summary === undefined ? {} : { summary }),
    ...(commit === undefined ? {} : { commit }),
  }
}

/** What later runs are held against; of what is unchanged and was not made again, as it was. */
function lookedBackOn(
  { kind }: StepPlan,
  finished: StepFinished | undefined,
  past: StepPast | undefined,
): Pick<StepReport, 'columns' | 'measured'> {
  if (finished === undefined) return {}
  const was = finished.unchanged === true ? past : undefined
  const columns = kind === 'extract' ? (columnsOf(finished.dataset) ?? was?.columns) : undefined
  const measured = finished.measured ?? was?.history?.[0]
  return {
    ...(columns === undefined ? {} : { columns }),
    ...(measured === undefined ? {} : { measured }),
  }
}

function columnsOf(dataset: StepFinished['dataset']): StepReport['columns'] {
  const { columns, gone = [] } = dataset ?? {}
  return columns?.map((column) => (gone.includes(column.name) ? { ...column, gone: true as const } : column))
}

/** A step that failed because of its rejects has no dataset of them, but the first ones. */
function rejectsOf(finished: StepFinished | undefined): Rejects | undefined {
  const { rejects, rejectsByRule: byRule, rejectSamples: first = [], counts } = finished ?? {}
  const told = { ...(byRule === undefined ? {} : { byRule }), first }
  if (rejects !== undefined) return { rows: rejects.rows, file: rejects.file, ...told }
  return first.length === 0 ? undefined : { rows: counts?.rejected ?? null, ...told }
}

function totalsOf(plan: Plan, steps: readonly StepReport[]): Totals {
  const unchanged = sparedBy(plan, steps)
  const selected = steps.filter((step) => step.unselected !== true)
  const count = (result: StepResult) => selected.filter((step) => step.result === result).length
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const counted = steps.flatMap((step) => [step, ...(step.inside ?? [])])
  const ofKind = (kind: string) => counted.filter((step) => step.kind === kind)
  return {
    steps: {
      success: count('success'),
      failure: count('failure'),
      cancelled: count('cancelled'),
      skipped: count('skipped'),
    },
    ...(selected.length < steps.length ? { unselected: steps.length - selected.length } : {}),
    ...(unchanged === undefined ? {} : { unchanged }),
    tolerated: steps.filter((step) => step.result === 'failure' && step.tolerated).length,
    extracted: sum(ofKind('extract').map(({ counts }) => counts?.read ?? 0)),
    loaded: sum(ofKind('load').map(({ counts }) => counts?.loaded ?? 0)),
    rejected: sum(counted.map(({ counts }) => counts?.rejected ?? 0)),
  }
}
