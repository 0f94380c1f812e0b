import * as z from 'zod'

const stepPlan = z.object({
  id: z.string(),
  kind: z.string(),
  needs: z.array(z.string()),
  job: z.string(),
  runsOn: z.union([z.string(), z.array(z.string())]),
  /** What it was reckoned to take, and whether that is measured (`past`) or assumed. */
  expectedMs: z.number(),
  basis: z.enum(['past', 'assumed']),
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
  expectedMs: z.number(),
  /** What GitHub bills for it: whole minutes, rounded up. */
  billedMinutes: z.number(),
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
  }),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  steps: z.array(stepPlan),
  jobs: z.array(jobPlan),
  waves: z.array(z.array(z.string())),
  cost: z.object({ billedMinutes: z.number(), dollars: z.number() }),
  /** The manifest as authored (YAML as data), not as decoded. */
  manifest: z.unknown(),
})

export type Plan = z.infer<typeof planSchema>
export type StepPlan = z.infer<typeof stepPlan>
export type JobPlan = z.infer<typeof jobPlan>
