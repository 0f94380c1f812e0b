import { hash } from 'node:crypto'
import type { LegValues } from '../../manifest/manifest.ts'

/** Outputs of more legs than these are not kept: an expression has little room, and rows belong in a dataset. */
export const mostLegOutputs = 256

/** One leg of a mapped step, or a step inside one. */
export interface Leg {
  /** Its number, from 0; `3/1`: leg 1 of a mapped step inside leg 3. */
  readonly path: string
  /** Its own values; none for a step inside one. */
  readonly values?: LegValues
  /** Names the leg whatever its number: two legs with other values never have the same. */
  readonly key: string
}

export function legOf(around: Leg | undefined, number: number, values: LegValues): Leg {
  const path = around === undefined ? String(number) : `${around.path}/${number}`
  const own = hash('sha1', JSON.stringify(values)).slice(0, 12)
  return { path, values, key: around === undefined ? `${number}-${own}` : `${around.key}/${number}-${own}` }
}
