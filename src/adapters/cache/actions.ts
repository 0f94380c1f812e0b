import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as toolkitModule from '@actions/cache'
import { hashOf } from '../../cache/cache-key.ts'
import { type CacheEntry, cacheEntry } from '../../cache/entry.ts'
import type { CacheSlot } from '../../cache/slot-name.ts'
import type { CacheStore } from '../../ports/cache.ts'
import { parseJson } from '../../text/parse-json.ts'
import { size } from '../../text/quantities.ts'
import { onceKnown } from '../once-known.ts'
import { entryKey, headOfKey, samePrefix, slotPrefix } from './actions-key.ts'
import { copyEntryFiles, takeEntryFiles } from './entry-files.ts'
import { troubleOf } from './trouble.ts'

type Toolkit = Pick<typeof toolkitModule, 'restoreCache' | 'saveCache' | 'isFeatureAvailable'>

export interface ActionsCacheOptions {
  /** Where entries are brought together and unpacked: GitHub finds them again only under the same path. Absolute. */
  readonly folder: string
  /** An entry whose files are larger is not kept: a repository has 10 GB for all its branches. Default: 500 MB. */
  readonly maxBytes?: number
  /** Further entries are not kept: GitHub takes 200 a minute from all jobs of a repository. Default: 100. */
  readonly mostEntries?: number
  /** A service that does not answer within this time is not asked again in this job. Default: 60,000. */
  readonly patienceMs?: number
}

/**
 * The cache of GitHub Actions, through GitHub's own toolkit, which is loaded at the first use and prints what it meets.
 * An entry's key holds hashes of what it was made of: to find it, or what changed, nothing is downloaded.
 */
export function createActionsCache(options: ActionsCacheOptions): CacheStore {
  const { folder, maxBytes = 500e6, mostEntries = 100, patienceMs = 60_000 } = options
  let entries = 0
  const placeOf = (slot: CacheSlot) => join(folder, hashOf(slot).slice(0, 16))
  const ask = patient(patienceMs)
  const turns = new Map<string, Promise<unknown>>()
  /** Equal legs have one place on disk, for GitHub knows an entry by its path: one at a time uses it. */
  async function alone<T extends object>(
    slot: CacheSlot,
    work: (place: string, toolkit: Toolkit) => Promise<T>,
  ): Promise<T | { readonly trouble: string }> {
    const place = placeOf(slot)
    const turn = Promise.resolve(turns.get(place)).then(() => ask((toolkit) => work(place, toolkit)))
    turns.set(place, turn)
    const answer = await turn
    if (turns.get(place) === turn) turns.delete(place)
    return answer
  }
  return {
    look: (slot, key) =>
      ask(async ({ restoreCache }) => {
        const keys = [samePrefix(slot, key), slotPrefix(slot)] as const
        const found = await restoreCache([placeOf(slot)], keys[0], [...keys], { lookupOnly: true })
        const head = found === undefined ? undefined : headOfKey(found)
        if (head === undefined) return {}
        return head.id.startsWith(keys[0]) ? { same: head, newest: head } : { newest: head }
      }),
    fetch: (slot, head, to) =>
      alone(slot, async (place, { restoreCache }) => {
        await rm(place, { recursive: true, force: true })
        const found = await restoreCache([place], head.id)
        const entry = found === head.id ? await entryAt(place) : undefined
        const isWhole = entry !== undefined && (await copyEntryFiles(entry, place, to))
        await rm(place, { recursive: true, force: true })
        return isWhole ? entry : { trouble: 'the entry did not arrive whole' }
      }),
    save: (slot, entry, files) =>
      alone(slot, async (place, { saveCache }) => {
        const bytes = await sizeOf(Object.values(files))
        if (bytes > maxBytes)
          return {
            trouble: `its files have ${size(bytes)}, and more than ${size(maxBytes)} is not kept on GitHub`,
          }
        entries += 1
        if (entries > mostEntries)
          return { trouble: `one job keeps no more than ${mostEntries} entries on GitHub` }
        await rm(place, { recursive: true, force: true })
        await mkdir(place, { recursive: true })
        await takeEntryFiles(files, place)
        await writeFile(join(place, 'entry.json'), JSON.stringify(entry))
        const id = await saveCache([place], entryKey(slot, entry))
        await rm(place, { recursive: true, force: true })
        return id < 0 ? { trouble: 'GitHub did not take it (the log of the job says why)' } : {}
      }),
  }
}

/** Asks the service as long as it answers. */
function patient(
  patienceMs: number,
): <T extends object>(work: (toolkit: Toolkit) => Promise<T>) => Promise<T | { readonly trouble: string }> {
  const toolkit = onceKnown(() => import('@actions/cache'))
  let silent: string | undefined
  return async (work) => {
    if (silent !== undefined) return { trouble: silent }
    const late = Promise.withResolvers<{ trouble: string }>()
    const timer = setTimeout(() => {
      silent = `the service did not answer within ${Math.round(patienceMs / 1000)} s`
      late.resolve({ trouble: silent })
    }, patienceMs)
    try {
      const loaded = await toolkit()
      if (!loaded.isFeatureAvailable()) return { trouble: 'there is no cache service here' }
      return await Promise.race([work(loaded), late.promise])
    } catch (error) {
      return { trouble: troubleOf(error) }
    } finally {
      clearTimeout(timer)
    }
  }
}

async function entryAt(place: string): Promise<CacheEntry | undefined> {
  const text = await readFile(join(place, 'entry.json'), 'utf8').catch(() => '')
  const entry = cacheEntry.safeParse(parseJson(text))
  return entry.success ? entry.data : undefined
}

async function sizeOf(paths: readonly string[]): Promise<number> {
  const stats = await Promise.all(paths.map((path) => stat(path)))
  return stats.reduce((sum, each) => sum + each.size, 0)
}
