import { runResults, stepResults } from '../expression/contexts.ts'
import { columnRecord } from '../plan/column-record.ts'
import { legCounts } from '../plan/leg-counts.ts'
import { measures, stepMark } from '../plan/step-past.ts'
import { windowRecord } from '../steps/window.ts'
import * as z from 'zod'

/** How a step ended. A tolerated failure is still a `failure`; the event says that it was tolerated. */
export type StepResult = (typeof stepResults)[number]

/** How a run ended. `degraded`: something failed that its author tolerates. */
export type RunResult = (typeof runResults)[number]

const at = z.iso.datetime({ precision: 3 })
const base = { schema: z.literal(1), run: z.string(), at }

const rowCounts = z.object({
  read: z.number(),
  loaded: z.number(),
  rejected: z.number(),
  filtered: z.number(),
  deduplicated: z.number(),
  unchanged: z.number(),
})

/** A failure as it travels: text only, masked, the chain of causes flattened. */
export const failureRecord = z.object({
  code: z.string(),
  message: z.string(),
  help: z.string().optional(),
  causes: z.array(z.string()),
  retryable: z.boolean(),
  retryAfterMs: z.number().optional(),
  /** What `retry.on` can ask about it. */
  facts: z
    .object({
      exitCode: z.number().optional(),
      httpStatus: z.number().optional(),
      sqlState: z.string().optional(),
      infrastructure: z.boolean().optional(),
    })
    .optional(),
})
export type FailureRecord = z.infer<typeof failureRecord>

/** A dataset as it travels: `file` is relative to the run's folder. */
const datasetRecord = z.object({
  name: z.string(),
  file: z.string(),
  columns: z.array(columnRecord),
  rows: z.number(),
  /** The columns that the source of an extract does not have any more. */
  gone: z.array(z.string()).optional(),
})
export type DatasetRecord = z.infer<typeof datasetRecord>

/** A rejected row, for people: what stands in its file is cut to a sensible length here. */
export const rejectSample = z.object({
  file: z.string(),
  line: z.number().nullable(),
  byte: z.number().nullish(),
  column: z.string().nullable(),
  rule: z.string(),
  value: z.string().nullable(),
  raw: z.string().nullable(),
})
export type RejectSample = z.infer<typeof rejectSample>

export type LegCounts = z.infer<typeof legCounts>

/** One leg as it is named to people: its number, from 0, and its values. */
export const legName = z.object({ leg: z.string(), values: z.record(z.string(), z.unknown()) })
export type LegName = z.infer<typeof legName>

/** What `run-finished` and the report say of one step. */
export const stepSummary = z.object({
  result: z.enum(stepResults),
  /** 0: it never started. */
  attempts: z.number(),
  /** Rows handed on; `null` for a step that moves none. */
  rows: z.number().nullable(),
  durationMs: z.number(),
  /** It failed and `continue-on-error` says that this is to be borne. */
  tolerated: z.boolean().optional(),
  /** It is tolerated by a step that uses the pipeline it stands in: the steps beside it see a failure. */
  toleratedAround: z.boolean().optional(),
  /** Why it was skipped or cancelled. */
  reason: z.string().optional(),
  /** It was not run again: it ended in an earlier run that this one resumes, or its cache had what it would make. */
  cached: z.boolean().optional(),
  /** Of a mapped step: how its legs ended. */
  legs: legCounts.optional(),
  /** It was left out on purpose (`--select`): steps that need it go on with what an earlier run made. */
  unselected: z.boolean().optional(),
  /** What it depends on is as it was in the last good run: it was not run, or would have made the same. */
  unchanged: z.boolean().optional(),
})
export type StepSummary = z.infer<typeof stepSummary>

/** What is told of a piece of work that has ended: a step, one leg of it, or the legs that one job had. */
const ended = {
  step: z.string(),
  ...stepSummary.shape,
  counts: rowCounts.optional(),
  dataset: datasetRecord.optional(),
  /** Of a mapped step that uses a pipeline: the datasets which that declares, by name, each the union of its legs'. */
  datasets: z.record(z.string(), datasetRecord).optional(),
  rejects: datasetRecord.optional(),
  /** Rules that were broken and that their author only wants to be told of. */
  warnings: z.array(z.string()).optional(),
  /** How many rows were rejected for what, the most frequent first. */
  rejectsByRule: z
    .array(z.object({ column: z.string().nullable(), rule: z.string(), rows: z.number() }))
    .optional(),
  /** The first of the rejected rows, also when the step failed because of them. */
  rejectSamples: z.array(rejectSample).optional(),
  outputs: z.record(z.string(), z.string()),
  failure: failureRecord.optional(),
  note: z.string().optional(),
  summary: z.string().optional(),
  /** The windows of the incremental extracts that its rows come from. */
  windows: z.array(windowRecord).optional(),
  /** The steps, itself included, of whose rows some are not among its own: put aside, or of legs that did not succeed. */
  lacking: z.array(z.string()).optional(),
  /** A file to commit; its bytes travel beside the events under `files/`. */
  commit: z.object({ path: z.string(), file: z.string() }).optional(),
  /** Of a step inside a leg: what it does, which no plan says. */
  kind: z.string().optional(),
  /** The first thousand of the legs that failed. */
  failedLegs: z.array(legName).optional(),
  /** Of a step with `cache`: whether it was run, and why. */
  cache: z
    .object({
      decision: z.enum(['reused', 'ran']),
      reason: z.string(),
      /** Of a mapped step: for which reasons legs ran, and how many. */
      ran: z.record(z.string(), z.number()).optional(),
    })
    .optional(),
  /** What later runs tell by whether it would make the same again. */
  mark: stepMark.optional(),
  /** What its rows measured, for checks of later runs. */
  measured: measures.optional(),
}

/** Which leg of a mapped step something is about; `3/1`: leg 1 of a mapped step inside leg 3 of a mapped `uses`. */
const leg = z.string().optional()

export const runEvent = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('run-started'),
    pipeline: z.string(),
    name: z.string(),
    /** What made it run: `cli`, or GitHub's event name (`schedule`, `workflow_dispatch`, …). */
    trigger: z.string(),
    /** The logical date, `YYYY-MM-DD`. */
    date: z.string(),
    /** The GitHub job whose steps these are; absent when the whole run is one process. */
    job: z.string().optional(),
    steps: z.array(z.object({ id: z.string(), kind: z.string(), needs: z.array(z.string()) })),
  }),
  z.object({
    ...base,
    type: z.literal('step-started'),
    step: z.string(),
    leg,
    attempt: z.number(),
    /** Of a mapped step, whose legs start after it: how many this process has to run. */
    legs: z.number().optional(),
    /** Of a mapped step: what it is (`run/step-definitions.ts`), so that a resume knows whose legs these are. */
    definition: z.string().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('step-progress'),
    step: z.string(),
    leg,
    rows: z.number().optional(),
    bytes: z.number().optional(),
    totalBytes: z.number().optional(),
  }),
  z.object({
    ...base,
    type: z.literal('step-log'),
    step: z.string(),
    leg,
    stream: z.enum(['stdout', 'stderr', 'millrace']),
    line: z.string(),
  }),
  z.object({
    ...base,
    type: z.literal('step-retrying'),
    step: z.string(),
    leg,
    attempt: z.number(),
    failure: failureRecord,
    delayMs: z.number(),
    /** It was nobody's fault in the pipeline: the next attempt does not count for `max-attempts`. */
    infrastructure: z.literal(true).optional(),
  }),
  /** A leg ended, or a step inside a leg of a mapped `uses`. The step itself has not. */
  z.object({
    ...base,
    type: z.literal('leg-finished'),
    leg: z.string(),
    /** The leg's values; absent for a step inside one. */
    values: z.record(z.string(), z.unknown()).optional(),
    /** Names the values also where they are cut here (`run/mapped/legs-done.ts`). */
    key: z.string().optional(),
    ...ended,
  }),
  /** One job has done its part of a mapped step; when all have, the step has ended (`run/parts/join-parts.ts`). */
  z.object({
    ...base,
    type: z.literal('part-finished'),
    part: z.object({ index: z.number(), of: z.number() }),
    ...ended,
  }),
  z.object({ ...base, type: z.literal('step-finished'), ...ended }),
  z.object({
    ...base,
    type: z.literal('run-finished'),
    result: z.enum(runResults),
    durationMs: z.number(),
    steps: z.record(z.string(), stepSummary),
  }),
])

/** Something that happened, once, at a time. One JSON line each; decoded like any foreign text on arrival. */
export type RunEvent = z.infer<typeof runEvent>
