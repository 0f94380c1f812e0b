import { createHash } from 'node:crypto'

/** What a part belongs to: on GitHub only a group is known of an entry that is not fetched. */
export const partGroups = ['definition', 'code', 'values', 'files', 'data'] as const
export type PartGroup = (typeof partGroups)[number]

/** One thing that what a step makes depends on. Holds no secret and no hash of one. */
export interface KeyPart {
  readonly group: PartGroup
  /** As people know it: `orders`, `steps/tidy.ts`, `inputs.region`. */
  readonly name: string
  readonly hash: string
  /** The value itself, where it is short and open. */
  readonly told?: string | undefined
}

/** Everything that what a step makes depends on. Two steps with equal keys make the same. */
export interface CacheKey {
  /** In the order in which a change is told. */
  readonly parts: readonly KeyPart[]
  /** Of all parts, 32 hexadecimal digits. */
  readonly hash: string
}

/** Changes when what an entry holds, or what a step makes of the same, does. */
const format = 1

export function cacheKey(parts: readonly KeyPart[]): CacheKey {
  const sorted = parts.toSorted(byGroup)
  const lines = sorted.map(({ group, name, hash }) => [group, name, hash])
  return { parts: sorted, hash: hashOf([format, lines]) }
}

/** A hash of all parts of each group, 8 hexadecimal digits: enough to say what changed. */
export function groupHashes({ parts }: Pick<CacheKey, 'parts'>): Record<PartGroup, string> {
  const hashes = partGroups.map((group) => {
    const lines = parts.filter((part) => part.group === group).map(({ name, hash }) => [name, hash])
    return [group, hashOf(lines).slice(0, 8)] as const
  })
  // oxlint-disable-next-line no-unsafe-type-assertion -- one for each of the groups
  return Object.fromEntries(hashes) as Record<PartGroup, string>
}

/** 32 hexadecimal digits for a value that JSON can hold, whatever the order of its keys. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortedKeys)).digest('hex').slice(0, 32)
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function byGroup(a: KeyPart, b: KeyPart): number {
  if (a.group !== b.group) return partGroups.indexOf(a.group) - partGroups.indexOf(b.group)
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
