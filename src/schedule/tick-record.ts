import * as z from 'zod'

const time = z.iso.datetime({ precision: 3 })

/** The time of a schedule that a run was for. */
export const tickRecord = z.object({
  cron: z.string(),
  at: time,
  /** The ticks before it that are let go: how many (of the last month), the first and the last. */
  passed: z.object({ count: z.number(), first: time, last: time }).optional(),
})
export type TickRecord = z.infer<typeof tickRecord>

/** Up to where the ticks of a schedule are settled. Another zone makes it another schedule. */
export const settledRecord = z.object({
  cron: z.string(),
  timezone: z.string(),
  /** When a run first saw this schedule: what was before is not made up for. */
  since: time,
  /** Each tick up to this one had its run, or was let go. Absent: none yet. */
  settled: time.optional(),
})
export type Settled = z.infer<typeof settledRecord>
