import * as z from 'zod'

/** How the legs of a mapped step ended. */
export const legCounts = z.object({
  total: z.number(),
  success: z.number(),
  failure: z.number(),
  cancelled: z.number(),
  skipped: z.number(),
  /** Of those that succeeded: how many came from the cache. */
  cached: z.number().optional(),
})
