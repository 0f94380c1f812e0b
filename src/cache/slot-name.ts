import { hashOf } from './cache-key.ts'

/** The entries of one step of one pipeline; of one leg of it, if it is mapped. */
export interface CacheSlot {
  readonly pipeline: string
  readonly step: string
  /** Of a mapped step: the hash of the leg's values. */
  readonly leg?: string
  /** Those that no `cache` asked for: what an extract made of sources that may not change. */
  readonly kept?: true
}

/** So much of a pipeline's or a step's name is shown: a key of GitHub's has 512 characters in all. */
const shownChars = 60

/** A name that can be a folder's and part of a key; long ones are told apart by a hash. */
export function slotName({ pipeline, step, leg, kept }: CacheSlot): string {
  const names = [pipeline, step.replaceAll('/', '.')].map((name) =>
    name.length <= shownChars ? name : `${name.slice(0, shownChars)}~${hashOf(name).slice(0, 8)}`,
  )
  const parts = [
    ...(leg === undefined ? [] : [`leg~${leg.slice(0, 16)}`]),
    ...(kept === true ? ['kept~'] : []),
  ]
  return [...names, ...parts].join('.')
}
