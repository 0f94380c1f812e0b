import { stopGrowth } from '../collect.ts'

/** Above these what is done with is collected sooner. */
const manyColumns = 500
const manyBytes = 2 ** 30

/**
 * Of wide rows, and of very many, V8 lets so much pile up that the process takes a tenth to a sixth more memory; from now on
 * the space for what is new does not grow, at the price of a twentieth more processor time.
 */
export function keepYoungSmall({
  columns,
  bytes,
}: {
  readonly columns: number
  readonly bytes: number
}): void {
  if (columns > manyColumns || bytes > manyBytes) stopGrowth()
}
