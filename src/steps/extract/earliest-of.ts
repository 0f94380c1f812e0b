import type { Spooled } from './spool.ts'

/** When the first of several sources was sent, as far as their servers say. */
export function earliestOf(sources: readonly Spooled[]): Date | undefined {
  const times = sources.flatMap(({ sentAt }) => (sentAt === undefined ? [] : [sentAt.getTime()]))
  return times.length === 0 ? undefined : new Date(Math.min(...times))
}
