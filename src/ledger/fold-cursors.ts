import type { LedgerEntry } from './record.ts'

/**
 * Up to where each source has been read whose cursor no database keeps: every run hands on what it knew, and of runs
 * side by side the furthest holds. `runs`: `newestRuns`.
 */
export function cursorsOf(runs: readonly LedgerEntry[]): Readonly<Record<string, string>> {
  const found = new Map<string, string>()
  for (const { cursors } of runs)
    for (const { name, value } of cursors) {
      const known = found.get(name)
      if (known === undefined || isFurther(value, known)) found.set(name, value)
    }
  return Object.fromEntries(found)
}

/** Times are texts of one length; of a source whose cursor has become another kind of thing the newest run knows best. */
function isFurther(value: string, known: string): boolean {
  const [one, other] = [value, known].map((text) => /^-?\d+$/.test(text))
  if (one !== other) return false
  return one === true ? BigInt(value) > BigInt(known) : value > known
}
