import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CacheKey, groupHashes } from '../../cache/cache-key.ts'
import { type CacheEntry, cacheEntry, type EntryHead } from '../../cache/entry.ts'
import type { CacheStore } from '../../ports/cache.ts'
import { parseJson } from '../../text/parse-json.ts'
import { copyEntryFiles, takeEntryFiles } from './entry-files.ts'
import { pruneCache, pruneSlot } from './prune.ts'
import { type CacheSlot, slotName } from '../../cache/slot-name.ts'
import { troubleOf } from './trouble.ts'

export interface LocalCacheOptions {
  /** Of each step (of each leg of a mapped one) the newest are kept. Default: 3. */
  readonly entriesOfStep?: number
  /** What all entries may take together; the ones that were used longest ago go. Default: 5 GB. */
  readonly maxBytes?: number
}

/** Where a workspace keeps what its steps made. */
export function cacheFolder(workspace: string): string {
  return join(workspace, '.millrace', 'cache')
}

/**
 * A cache in a folder (`.millrace/cache`): `<pipeline>.<step>/<key>-<time>/`. An entry is written beside and renamed
 * into place, so that a reader sees it whole or not at all, whatever other runs do and wherever a run is killed.
 */
export function createLocalCache(folder: string, options: LocalCacheOptions = {}): CacheStore {
  const { entriesOfStep = 3, maxBytes = 5e9 } = options
  const placeOf = (slot: CacheSlot) => join(folder, slotName(slot))
  return {
    look: (slot, key) =>
      inWords(async () => {
        const names = (await entryNames(placeOf(slot))).toReversed()
        const same = names.find((name) => name.startsWith(`${key.hash}-`))
        if (same !== undefined) {
          const found = await headOf(placeOf(slot), same)
          return { same: found, newest: found }
        }
        const newest = nearest(await Promise.all(names.map((name) => headOf(placeOf(slot), name))), key)
        return newest === undefined ? {} : { newest }
      }),
    fetch: (slot, head, to) =>
      inWords(async () => {
        const place = join(placeOf(slot), head.id)
        const entry = await entryAt(place)
        const whole = entry !== undefined && (await copyEntryFiles(entry, place, to))
        if (!whole) {
          await rm(place, { recursive: true, force: true })
          return { trouble: 'the entry is damaged and was removed' }
        }
        await touch(place)
        return entry
      }),
    save: (slot, entry, files) =>
      inWords(async () => {
        const part = join(folder, `.part-${process.pid}-${randomUUID()}`)
        await mkdir(part, { recursive: true })
        try {
          await takeEntryFiles(files, part)
          await writeFile(join(part, 'entry.json'), JSON.stringify(entry))
          await mkdir(placeOf(slot), { recursive: true })
          await rename(part, join(placeOf(slot), entryName(entry)))
        } finally {
          await rm(part, { recursive: true, force: true })
        }
        await pruneSlot(placeOf(slot), entriesOfStep)
        await pruneCache(folder, maxBytes)
        return {}
      }),
  }
}

/** `<key>-<milliseconds>`: by name it is known whether it fits, and when it was saved. */
function entryName({ key, savedAt }: CacheEntry): string {
  return `${key.hash}-${Date.parse(savedAt)}-${randomUUID().slice(0, 8)}`
}

/** Oldest first. */
async function entryNames(place: string): Promise<string[]> {
  const names = await readdir(place).catch(() => [])
  const entries = names.filter((name) => /^[0-9a-f]{32}-\d+-[0-9a-f]{8}$/.test(name))
  return entries.toSorted((a, b) => savedAtMs(a) - savedAtMs(b))
}

function savedAtMs(name: string): number {
  return Number(name.split('-')[1])
}

/** Of an entry that cannot be read no more is known than its name tells. */
async function headOf(place: string, id: string): Promise<EntryHead> {
  const entry = await entryAt(join(place, id))
  if (entry === undefined) {
    return { id, savedAtMs: savedAtMs(id), groups: groupHashes({ parts: [] }), parts: [] }
  }
  const { key, files, made } = entry
  const outputs = outputsOf(made['outputs'])
  return {
    id,
    savedAtMs: savedAtMs(id),
    groups: groupHashes(key),
    parts: key.parts,
    ...(files.dataset === undefined ? {} : { dataset: files.dataset.sha256 }),
    ...(outputs === undefined ? {} : { outputs }),
  }
}

/** Of heads, newest first, the one with the fewest parts that differ. */
function nearest(heads: readonly EntryHead[], { parts }: CacheKey): EntryHead | undefined {
  const now = new Set(parts.map(({ group, name, hash }) => `${group} ${name} ${hash}`))
  const alike = ({ parts: was = [] }: EntryHead) =>
    was.filter(({ group, name, hash }) => now.has(`${group} ${name} ${hash}`)).length
  const readable = heads.filter(({ parts: was }) => was !== undefined && was.length > 0)
  return readable.toSorted((a, b) => alike(b) - alike(a))[0]
}

function outputsOf(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
}

async function entryAt(place: string): Promise<CacheEntry | undefined> {
  const text = await readFile(join(place, 'entry.json'), 'utf8').catch(() => '')
  const entry = cacheEntry.safeParse(parseJson(text))
  return entry.success ? entry.data : undefined
}

/** It was used just now: it goes last when room is needed. */
async function touch(place: string): Promise<void> {
  const now = new Date()
  await utimes(place, now, now).catch(() => {})
}

async function inWords<T>(work: () => Promise<T>): Promise<T | { readonly trouble: string }> {
  try {
    return await work()
  } catch (error) {
    return { trouble: troubleOf(error) }
  }
}
