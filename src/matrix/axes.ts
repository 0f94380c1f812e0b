import type { Json, LegValues } from '../manifest/manifest.ts'

/** A matrix whose every expression has its value. A list of objects is an `include` without axes. */
export interface Axes {
  readonly axes: Readonly<Record<string, readonly Json[]>>
  readonly include: readonly LegValues[]
  readonly exclude: readonly LegValues[]
}
