import { createHash } from 'node:crypto'
import type { LedgerEntry, LoadRecord, RunRecord, StepRecord } from '../ledger/record.ts'
import type { Settled, TickRecord } from '../schedule/tick-record.ts'
import { canonicalJson } from '../text/canonical-json.ts'
import { rejectedRows } from './rejected-rows.ts'
import type { Report, StepReport } from './report.ts'

/** What a report does not say of the run. */
export interface EntryFacts {
  /** Which attempt of the run this was, from 1. */
  readonly attempt: number
  /** When it is written down: that of a run that never began. */
  readonly now: Date
  readonly branch?: string
  readonly sha?: string
  readonly url?: string
  readonly select?: string
  readonly tick?: TickRecord
  /** How the timetables stand after the run. */
  readonly schedules?: readonly Settled[]
  /** The tables that load steps fill, by step. */
  readonly tables: ReadonlyMap<string, { readonly connection: string; readonly table: string }>
}

/** Of more steps those that succeeded are left out, from the last on. */
const mostSteps = 2000

const longestMessage = 200

/** What is kept of a finished run. */
export function ledgerEntryOf(report: Report, facts: EntryFacts): LedgerEntry {
  const steps = worthKeeping(report.steps)
  const leftOut = report.steps.length - steps.length
  return {
    schema: 1,
    run: runRecord(report, facts),
    ...ticksOf(facts),
    steps: steps.map(stepRecord),
    ...(leftOut === 0 ? {} : { stepsLeftOut: leftOut }),
    loads: loadRecords(report.steps, facts.tables),
    cursors: Object.entries(report.cursors ?? {}).map(([name, value]) => ({ name, value })),
  }
}

/** The tick that the run was for, and how the timetables stand, as far as they are known. */
export function ticksOf({
  tick,
  schedules,
}: {
  readonly tick?: TickRecord | undefined
  readonly schedules?: readonly Settled[] | undefined
}): { tick?: TickRecord; schedules?: Settled[] } {
  return {
    ...(tick === undefined ? {} : { tick }),
    ...(schedules === undefined ? {} : { schedules: [...schedules] }),
  }
}

function runRecord(report: Report, facts: EntryFacts): RunRecord {
  const { id, at, date, dated, window, trigger, startedAt } = report.run
  return {
    id,
    attempt: facts.attempt,
    pipeline: report.pipeline,
    at,
    date,
    ...(dated === undefined ? {} : { dated }),
    ...(window === undefined ? {} : { window }),
    trigger,
    ...whereabouts(facts),
    inputs: hashOfInputs(report.inputs),
    ...(facts.select === undefined ? {} : { select: facts.select }),
    result: report.result,
    ...(report.steps.some(({ failure }) => failure?.code === 'run/killed') ? { killed: true } : {}),
    startedAt: startedAt ?? facts.now.toISOString(),
    durationMs: report.durationMs,
  }
}

/** Where on GitHub it ran, as far as it did. */
export function whereabouts({
  branch,
  sha,
  url,
}: Pick<EntryFacts, 'branch' | 'sha' | 'url'>): Pick<RunRecord, 'branch' | 'sha' | 'url'> {
  return {
    ...(branch === undefined ? {} : { branch }),
    ...(sha === undefined ? {} : { sha }),
    ...(url === undefined ? {} : { url }),
  }
}

export function hashOfInputs(inputs: Report['inputs']): string {
  return createHash('sha256').update(canonicalJson(inputs)).digest('hex')
}

function worthKeeping(steps: readonly StepReport[]): readonly StepReport[] {
  if (steps.length <= mostSteps) return steps
  let room = mostSteps - steps.filter((step) => !isPlainSuccess(step)).length
  return steps.filter((step) => !isPlainSuccess(step) || room-- > 0)
}

function isPlainSuccess({ result, unselected }: StepReport): boolean {
  return result === 'success' && unselected !== true
}

function stepRecord(step: StepReport): StepRecord {
  const { id, kind, result, tolerated, reason, attempts, durationMs, rows, failure } = step
  const rejected = rejectedRows(step)
  return {
    id,
    kind,
    result,
    ...(tolerated ? { tolerated } : {}),
    ...(reason === undefined ? {} : { reason: firstLine(reason) }),
    attempts,
    durationMs,
    rows,
    ...(rejected > 0 ? { rejected } : {}),
    ...(step.cached === undefined ? {} : { cached: step.cached }),
    ...(step.unselected === undefined ? {} : { unselected: step.unselected }),
    ...(step.unchanged === undefined ? {} : { unchanged: step.unchanged }),
    ...(step.mark === undefined ? {} : { mark: step.mark }),
    ...(step.columns === undefined ? {} : { columns: step.columns }),
    ...(step.measured === undefined ? {} : { measured: step.measured }),
    ...(step.legs === undefined ? {} : { legs: step.legs }),
    ...(failure === undefined
      ? {}
      : { failure: { code: failure.code, message: firstLine(failure.message) } }),
  }
}

/** The first line of a message, cut to a sensible length. */
export function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n')
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage).toWellFormed()}…`
}

function loadRecords(steps: readonly StepReport[], tables: EntryFacts['tables']): LoadRecord[] {
  return steps.flatMap(({ id, result, cached, counts }) => {
    const table = tables.get(id)
    if (table === undefined || result !== 'success' || cached === true) return []
    return [{ step: id, ...table, rows: counts?.loaded ?? 0 }]
  })
}
