import { type CacheKey, groupHashes } from './cache-key.ts'
import type { EntryHead } from './entry.ts'
import { whatChanged, whichChanged } from './what-changed.ts'

/** What a cache knows of a step's entries. */
export interface Known {
  /** The newest with exactly the key that was asked for. */
  readonly same?: EntryHead
  /** The newest of all or, where their parts are known, of those that differ least: what changed is told against it. */
  readonly newest?: EntryHead
}

export type Decision =
  | { readonly decision: 'reuse'; readonly reason: string; readonly head: EntryHead }
  | { readonly decision: 'run'; readonly reason: string }

/** Whether an entry stands in for the step, and why, or why not. */
export function decide(
  key: CacheKey,
  { same, newest }: Known,
  { now, maxAgeMs }: { readonly now: Date; readonly maxAgeMs: number | undefined },
): Decision {
  if (same !== undefined) {
    const ageMs = Math.max(0, now.getTime() - same.savedAtMs)
    if (maxAgeMs === undefined || ageMs <= maxAgeMs)
      return { decision: 'reuse', reason: `nothing changed, the entry is ${span(ageMs)} old`, head: same }
    return { decision: 'run', reason: `the entry is ${span(ageMs)} old, max-age is ${span(maxAgeMs)}` }
  }
  if (newest === undefined) return { decision: 'run', reason: 'no entry yet' }
  const changed =
    newest.parts === undefined
      ? whichChanged(groupHashes(key), newest.groups)
      : whatChanged(key.parts, newest.parts)
  return { decision: 'run', reason: changed === '' ? 'no entry of this kind' : changed }
}

/** `40 s`, `25 min`, `25 h`, `9 days`: a span as people say it. */
function span(ms: number): string {
  const minutes = ms / 60_000
  if (minutes < 2) return `${Math.round(ms / 1000)} s`
  if (minutes < 120 && minutes !== 60) return `${Math.round(minutes)} min`
  if (minutes < 72 * 60) return `${Math.round(minutes / 60)} h`
  return `${Math.round(minutes / 1440)} days`
}
