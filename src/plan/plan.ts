import * as z from 'zod'
import { stepPast } from './step-past.ts'
import { settledRecord, tickRecord } from '../schedule/tick-record.ts'

const stepPlan = z.object({
  id: z.string(),
  kind: z.string(),
  needs: z.array(z.string()),
  /** The first job that carries it; empty if it is left out. */
  job: z.string(),
  runsOn: z.union([z.string(), z.array(z.string())]),
  /** What it was reckoned to take, and whether that is measured (`past`) or assumed. */
  expectedMs: z.number(),
  basis: z.enum(['past', 'assumed']),
  /** Of a mapped step: how many legs it has (`null`: known only at run time), and how many jobs share them. */
  legs: z.object({ count: z.number().nullable(), parts: z.number() }).optional(),
  /** Of a step with `cache`: what would become of it now, as far as that is known. */
  cache: z.object({ decision: z.enum(['reuse', 'run', 'deferred']), reason: z.string() }).optional(),
  /** It is left out (`--select`). */
  unselected: z.literal(true).optional(),
  /** Its `if` asks for more than that all went well: what it needs does not stand in its way by failing. */
  anyway: z.literal(true).optional(),
  /** The set-up that it undoes: nothing else stands in its way. */
  teardown: z.string().optional(),
})

const jobPlan = z.object({
  /** Safe as an artifact's name and as a matrix value. */
  id: z.string(),
  /** In the order in which they can be started. */
  steps: z.array(z.string()),
  /** The jobs whose artifacts it reads. */
  needs: z.array(z.string()),
  runsOn: z.union([z.string(), z.array(z.string())]),
  timeoutMinutes: z.number(),
  /** It has only this part of the legs of its one step, which is mapped: leg n where n mod `of` is `index`. */
  part: z.object({ index: z.number(), of: z.number() }).optional(),
  /** It is so many jobs in one, because they took so little time before. */
  shared: z.number().optional(),
  /** How many steps of a pool, or legs of a mapped step (by its id), may be at work in this job at once. */
  limits: z.record(z.string(), z.number()).optional(),
  expectedMs: z.number(),
  /** What GitHub bills for it: whole minutes, rounded up. */
  billedMinutes: z.number(),
})

/** Of a run on GitHub: which tick it is for, and how the schedules of its pipeline stood when it was planned. */
const ticksSchema = z.object({
  schedules: z.array(settledRecord),
  tick: tickRecord.optional(),
  /** Ticks that are due beside it and wait for runs of their own, of the schedule that is next. */
  remaining: z
    .object({ cron: z.string(), count: z.number(), first: z.string(), last: z.string() })
    .optional(),
  /** No tick is due, so nothing is to run: why. */
  idle: z.string().optional(),
})

/**
 * What one run will do: made once, carried to every job of the run as an artifact. The steps themselves travel as
 * the manifest's authored data and are decoded again where they arrive, so the wire has one format, the author's.
 */
export const planSchema = z.object({
  schema: z.literal(1),
  pipeline: z.string(),
  name: z.string(),
  file: z.string(),
  run: z.object({
    id: z.string(),
    trigger: z.string(),
    /** The logical time and its date in the schedule's zone. */
    at: z.iso.datetime({ precision: 3 }),
    date: z.string(),
    /** The date was asked for, and is not that of the moment or of a tick. */
    dated: z.literal(true).optional(),
    /** The window of time that was asked for: incremental extracts read it in place of what is new. */
    window: z
      .object({
        from: z.iso.datetime({ precision: 3 }),
        to: z.iso.datetime({ precision: 3 }),
        /** The hash of what the pipeline is: a window that was done by another is done anew. */
        definition: z.string(),
        /** What was loaded of it is loaded again. */
        again: z.literal(true).optional(),
      })
      .optional(),
    /** A later tick of the schedule is due already. */
    outdated: z.literal(true).optional(),
    /** The run of the pipeline before this one. Absent: there was none, or the ledger cannot be read. */
    previous: z
      .object({
        id: z.string(),
        result: z.string(),
        date: z.string(),
        steps: z.record(z.string(), z.object({ result: z.string() })),
      })
      .optional(),
  }),
  ticks: ticksSchema.optional(),
  inputs: z.record(z.string(), z.json()),
  /** What the last good runs knew of each step, as far as a run may go by it. */
  before: z.record(z.string(), stepPast).optional(),
  /** Up to where sources have been read whose cursors no database keeps. */
  cursors: z.record(z.string(), z.string()).optional(),
  /** What was asked to run (`--select`). Absent: everything. */
  select: z.string().optional(),
  steps: z.array(stepPlan),
  jobs: z.array(jobPlan),
  waves: z.array(z.array(z.string())),
  cost: z.object({ billedMinutes: z.number(), dollars: z.number() }),
  /** The manifest as authored (YAML as data), not as decoded. */
  manifest: z.unknown(),
  /** The manifests it uses (`uses:`), as authored, by file. */
  used: z.record(z.string(), z.unknown()).optional(),
})

export type Plan = z.infer<typeof planSchema>
export type StepPlan = z.infer<typeof stepPlan>
export type JobPlan = z.infer<typeof jobPlan>
