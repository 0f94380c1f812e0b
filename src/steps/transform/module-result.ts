import * as z from 'zod'

/**
 * What the child leaves when it ends. It lies where the author's code can write, so it holds nothing that can be asked of
 * the dataset itself.
 */
export const moduleResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), read: z.number() }),
  z.object({
    ok: z.literal(false),
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    help: z.string().exactOptional(),
    facts: z
      .object({
        exitCode: z.number().exactOptional(),
        httpStatus: z.number().exactOptional(),
        sqlState: z.string().exactOptional(),
        infrastructure: z.boolean().exactOptional(),
      })
      .exactOptional(),
  }),
])

export type ModuleResult = z.infer<typeof moduleResult>
