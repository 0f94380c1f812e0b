import type { CacheKey } from '../cache/cache-key.ts'
import type { Known } from '../cache/decide.ts'
import type { CacheEntry, EntryFile, EntryHead } from '../cache/entry.ts'
import type { CacheSlot } from '../cache/slot-name.ts'

/**
 * Where what steps made is kept. It is a help and no more: nothing it meets (a service that refuses, a full disk, a
 * damaged entry) throws; it is answered in words, and the step runs.
 */
export interface CacheStore {
  /** What is there for the step, without fetching it. */
  look(slot: CacheSlot, key: CacheKey): Promise<Known & { readonly trouble?: string }>
  /** Puts the entry's files into a folder, whole and as they were saved, and answers what they are. */
  fetch(slot: CacheSlot, head: EntryHead, folder: string): Promise<CacheEntry | { readonly trouble: string }>
  /** Keeps the entry, taking its files from their paths; answers what there is to say, if it was not kept. */
  save(
    slot: CacheSlot,
    entry: CacheEntry,
    files: Readonly<Partial<Record<EntryFile, string>>>,
  ): Promise<{ readonly trouble?: string }>
}
