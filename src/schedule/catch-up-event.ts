import * as z from 'zod'

/** By this type of a `repository_dispatch` a run of the pipeline is started that makes up for a tick. At most 100 characters. */
export function catchUpType(pipeline: string): string {
  return `${prefix}${pipeline}`.slice(0, 100)
}

const prefix = 'millrace-catch-up-'

const payloadSchema = z.object({ cron: z.string() })

/** What such an event says: the cron expression of the schedule. Anybody who may write to the repository may send one. */
export type CatchUp = z.infer<typeof payloadSchema>

/** Reads an event's `action` and `client_payload`; `undefined` for one that is none of ours. */
export function readCatchUp(type: string | undefined, payload: unknown): CatchUp | undefined {
  return type?.startsWith(prefix) === true ? payloadSchema.safeParse(payload).data : undefined
}
