import { type CacheKey, groupHashes, type PartGroup, partGroups } from '../../cache/cache-key.ts'
import type { CacheEntry, EntryHead } from '../../cache/entry.ts'
import { type CacheSlot, slotName } from '../../cache/slot-name.ts'

/**
 * `millrace/1/<step>/<hash of all parts>/<hash of each group>/<when>/<its dataset>`: to know an entry, and by prefix
 * the newest of a step, nothing has to be downloaded. The time makes a key new where GitHub lets none be written twice.
 */
export function entryKey(slot: CacheSlot, { key, savedAt, files }: CacheEntry): string {
  const hashes = groupHashes(key)
  const groups = partGroups.map((group) => hashes[group]).join('-')
  const time = Date.parse(savedAt).toString(36)
  return `${samePrefix(slot, key)}${groups}/${time}/${files.dataset?.sha256 ?? 'none'}`
}

/** Begins the keys of all entries of a step. */
export function slotPrefix(slot: CacheSlot): string {
  return `millrace/1/${slotName(slot)}/`
}

/** Begins the keys of those that were made of the same. */
export function samePrefix(slot: CacheSlot, { hash }: Pick<CacheKey, 'hash'>): string {
  return `${slotPrefix(slot)}${hash}/`
}

/** What a key tells of its entry; `undefined` if it is none of ours. */
export function headOfKey(id: string): EntryHead | undefined {
  const [, , , hash, groups = '', time = '', dataset = 'none'] = id.split('/')
  const savedAtMs = Number.parseInt(time, 36)
  const hashes = groups.split('-')
  if (hash === undefined || hashes.length !== partGroups.length || !Number.isSafeInteger(savedAtMs))
    return undefined
  const each = partGroups.map((group, index) => [group, hashes[index] ?? ''] as const)
  return {
    id,
    savedAtMs,
    // oxlint-disable-next-line no-unsafe-type-assertion -- one for each of the groups
    groups: Object.fromEntries(each) as Record<PartGroup, string>,
    ...(dataset === 'none' ? {} : { dataset }),
  }
}
