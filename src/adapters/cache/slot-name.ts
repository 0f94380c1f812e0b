import { hashOf } from '../../cache/cache-key.ts'
import type { CacheSlot } from '../../ports/cache.ts'

/** So much of a pipeline's or a step's name is shown: a key of GitHub's has 512 characters in all. */
const shownChars = 60

/** A name that can be a folder's and part of a key; long ones are told apart by a hash. */
export function slotName({ pipeline, step, leg }: CacheSlot): string {
  const names = [pipeline, step.replaceAll('/', '.')].map((name) =>
    name.length <= shownChars ? name : `${name.slice(0, shownChars)}~${hashOf(name).slice(0, 8)}`,
  )
  return [...names, ...(leg === undefined ? [] : [`leg~${leg.slice(0, 16)}`])].join('.')
}
