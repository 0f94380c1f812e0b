import * as z from 'zod'
import { runResults, stepResults } from '../expression/contexts.ts'
import { columnRecord } from '../plan/column-record.ts'
import { legCounts } from '../plan/leg-counts.ts'
import { measures, stepMark } from '../plan/step-past.ts'
import { settledRecord, tickRecord } from '../schedule/tick-record.ts'

const time = z.iso.datetime({ precision: 3 })

/** Every version promises to keep these where they are, so that an older one can move a newer one's record about. */
export const envelope = z.object({
  schema: z.number(),
  run: z.object({ id: z.string(), attempt: z.number(), pipeline: z.string(), startedAt: z.string() }),
})
export type Envelope = z.infer<typeof envelope>

const runRecord = z.object({
  id: z.string(),
  /** Counts from 1: the same run may be run again, on GitHub or by `--resume`. */
  attempt: z.int().positive(),
  pipeline: z.string(),
  /** The logical time, and its date in the schedule's zone. */
  at: time,
  date: z.string(),
  /** The date was asked for. */
  dated: z.literal(true).optional(),
  /** The window of time that was asked for, and the hash of what the pipeline was then. */
  window: z.object({ from: time, to: time, definition: z.string() }).optional(),
  /** `cli`, or GitHub's event name. */
  trigger: z.string(),
  branch: z.string().optional(),
  sha: z.string().optional(),
  /** Its page on GitHub. */
  url: z.string().optional(),
  /** SHA-256 (hex) of its inputs as JSON with sorted keys: equal for equal inputs. */
  inputs: z.string(),
  /** What was asked to run. Absent: everything. */
  select: z.string().optional(),
  result: z.enum(runResults),
  /** Its process ended without a word; this was written by whoever noticed. */
  killed: z.literal(true).optional(),
  startedAt: time,
  durationMs: z.number(),
})
export type RunRecord = z.infer<typeof runRecord>

const stepRecord = z.object({
  id: z.string(),
  kind: z.string(),
  result: z.enum(stepResults),
  tolerated: z.literal(true).optional(),
  /** Why it was skipped or cancelled. */
  reason: z.string().optional(),
  /** 0: it never started. */
  attempts: z.number(),
  durationMs: z.number(),
  /** Rows handed on; `null` for a step that moves none. */
  rows: z.number().nullable(),
  rejected: z.number().optional(),
  /** It was not run again. */
  cached: z.literal(true).optional(),
  /** It was left out by `--select`. */
  unselected: z.literal(true).optional(),
  /** Nothing it depends on had changed since the run that its mark names. */
  unchanged: z.literal(true).optional(),
  /** What later runs tell by whether it would make the same again. */
  mark: stepMark.optional(),
  /** Of an extract's dataset: what the next is held against. */
  columns: z.array(columnRecord).optional(),
  measured: measures.optional(),
  legs: legCounts.optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
})
export type StepRecord = z.infer<typeof stepRecord>

/** Rows that a step put into a table. With the pipeline and the run this is the key of `_millrace_loads`. */
const loadRecord = z.object({
  step: z.string(),
  connection: z.string(),
  table: z.string(),
  rows: z.number(),
})
export type LoadRecord = z.infer<typeof loadRecord>

/** Up to where a source has been read, where no database keeps that. `name`: the source. */
const cursorRecord = z.object({ name: z.string(), value: z.string() })

/**
 * What is kept of one attempt of a run: small, written once, never changed. A wire format: what is read back is decoded
 * like any foreign text (`decode-entries.ts`).
 */
export const ledgerEntry = z.object({
  schema: z.literal(1),
  run: runRecord,
  tick: tickRecord.optional(),
  /** Every schedule of the manifest, with up to where its ticks are settled after this run. Absent: not known. */
  schedules: z.array(settledRecord).optional(),
  steps: z.array(stepRecord),
  /** So many steps were too many to keep. Each of them succeeded. */
  stepsLeftOut: z.number().optional(),
  loads: z.array(loadRecord),
  cursors: z.array(cursorRecord),
})
export type LedgerEntry = z.infer<typeof ledgerEntry>

/** The file of one attempt and its line in an archive. */
export function entryText(entry: LedgerEntry): string {
  return `${JSON.stringify(entry)}\n`
}
