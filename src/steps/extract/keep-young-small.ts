import { setFlagsFromString } from 'node:v8'

/** Rows of more columns than that are collected soon after they are done with. */
const manyColumns = 500

/**
 * Of wide rows V8 lets so much pile up that the process takes a sixth more memory; from now on the space for what is new
 * does not grow, at the price of a tenth more processor time. V8 reads the flag each time it would let the space grow.
 */
export function keepYoungSmall(columns: number): void {
  if (columns > manyColumns) setFlagsFromString('--semi-space-growth-factor=1')
}
