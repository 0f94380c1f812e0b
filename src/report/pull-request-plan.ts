import * as z from 'zod'
import { settings } from '../graph/compare-graphs.ts'

/** What fits: who writes keeps to these, who reads refuses what does not. */
export const limits = {
  pipelines: 200,
  /** Of one pipeline: the steps of a larger one are counted and not listed. */
  steps: 1000,
  listed: 30,
  diagnostics: 50,
  ticks: 3,
  name: 100,
  /** A step's, of a pipeline that stands in ten others. */
  id: 1200,
  text: 300,
  message: 1000,
  /** Of the whole as JSON: more than a comment can show, less than could hurt. */
  bytes: 512 * 1024,
} as const

const id = z.string().min(1).max(limits.id)
const ids = z.array(id).max(limits.steps)
const text = z.string().max(limits.text)
const count = z.int().min(0)
const amount = z.number().min(0).max(1e12)
const list = z.object({ first: z.array(id).max(limits.listed), count })

/** The steps of a plan, where they run, and in which order: what is drawn and listed. */
const outline = z.object({
  steps: z
    .array(
      z.object({
        id,
        kind: z.string().max(20),
        needs: ids,
        job: id,
        expectedMs: amount,
        basis: z.enum(['past', 'assumed']),
        /** Of a mapped step. */
        legs: z.object({ count: count.nullable(), parts: count }).optional(),
        /** Of a step with `cache`: what would become of it, from what this branch may see of the cache. */
        cache: z.object({ decision: z.enum(['reuse', 'run', 'deferred']), reason: text }).optional(),
        /** Against the base branch. */
        change: z.enum(['added', 'changed']).optional(),
      }),
    )
    .max(limits.steps),
  jobs: z.array(z.object({ id, steps: ids, needs: ids })).max(limits.steps),
  waves: z.array(ids).max(limits.steps),
})

const pipeline = z.object({
  file: text,
  name: text,
  /** `mended`: the base branch's does not hold; `unknown`: it could not be looked at; `none`: there is no base. */
  change: z.enum(['added', 'changed', 'mended', 'removed', 'same', 'unknown', 'none']),
  /** Absent for one that is gone. */
  size: z
    .object({ steps: count, jobs: count, waves: count, billedMinutes: amount, dollars: amount })
    .optional(),
  /** Absent where it is not shown. */
  outline: outline.optional(),
  /** Steps against the base branch. */
  added: list,
  changed: list,
  removed: list,
  /** What else of the manifest differs. */
  settings: z.array(z.enum(settings)).max(settings.length),
  /** Steps that are as they were, and whose data comes from steps that are not. */
  downstream: list,
  next: z
    .array(z.object({ at: z.iso.datetime({ precision: 3 }), timezone: z.string().max(limits.name) }))
    .max(limits.ticks),
})

const diagnostic = z.object({
  severity: z.enum(['error', 'warning']),
  code: id,
  message: z.string().max(limits.message + 1),
  help: z
    .string()
    .max(limits.message + 1)
    .optional(),
  file: text,
  line: z.int().min(1),
  column: z.int().min(1),
})

/**
 * What a pull request is told, as data. The check of a fork writes it without any right, and a workflow that may
 * comment reads it as it would read a stranger's; all prose is made, and everything escaped, where it is rendered.
 */
export const pullRequestPlanSchema = z.object({
  schema: z.literal(1),
  /** The commit it is about. */
  sha: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/),
  /** How many pipelines are planned, how many are gone, and of all those which differ from the base branch's. */
  counts: z.object({ planned: count, added: count, changed: count, removed: count, unknown: count }),
  pipelines: z.array(pipeline).max(limits.pipelines),
  errors: count,
  warnings: count,
  /** Errors first; the first ones of all. */
  diagnostics: z.array(diagnostic).max(limits.diagnostics),
})

export type PullRequestPlan = z.infer<typeof pullRequestPlanSchema>
export type PipelineNews = z.infer<typeof pipeline>
export type Outline = z.infer<typeof outline>
export type List = z.infer<typeof list>

/** Its first entries, and how many there are. */
export function listOf(entries: readonly string[]): List {
  return { first: entries.slice(0, limits.listed), count: entries.length }
}
