import * as z from 'zod'
import { type PartGroup, partGroups } from './cache-key.ts'

const keyPart = z.object({
  group: z.enum(partGroups),
  name: z.string(),
  hash: z.string(),
  told: z.string().optional(),
})

const file = z.object({ sha256: z.string(), bytes: z.number() })

/** What a step made, and of what: `entry.json`, beside `dataset.sqlite` and `rejects.sqlite`. */
export const cacheEntry = z.object({
  schema: z.literal(1),
  pipeline: z.string(),
  step: z.string(),
  savedAt: z.iso.datetime({ precision: 3 }),
  key: z.object({ hash: z.string(), parts: z.array(keyPart) }),
  /** How the step ended (a part of the event that told it), without its result. */
  made: z.record(z.string(), z.unknown()),
  files: z.object({ dataset: file.optional(), rejects: file.optional() }),
})
export type CacheEntry = z.infer<typeof cacheEntry>

/** What is known of an entry that has not been fetched. */
export interface EntryHead {
  /** Names the entry in its store. */
  readonly id: string
  readonly savedAtMs: number
  readonly groups: Readonly<Record<PartGroup, string>>
  /** All parts, where they can be had without fetching the entry. */
  readonly parts?: readonly z.infer<typeof keyPart>[]
  /** The hash of its dataset's content, if it has one. */
  readonly dataset?: string
  /** The outputs, where they can be had without fetching the entry. */
  readonly outputs?: Readonly<Record<string, string>>
}

/** The files an entry may have, by what they hold. */
export const entryFiles = { dataset: 'dataset.sqlite', rejects: 'rejects.sqlite' } as const
export type EntryFile = keyof typeof entryFiles
