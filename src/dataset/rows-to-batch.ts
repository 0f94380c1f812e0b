import { Failure } from '../diagnostic/failure.ts'
import type { Batch } from './batch.ts'
import { ValueBatch } from './value-batch.ts'

/**
 * Objects as a batch over `names`, for `DatasetWriter.write` and `Profile.add`. A key that `names` lacks is
 * refused (`Failure` `rows/unknown-column`): nothing is dropped in silence.
 */
export function rowsToBatch(
  rows: readonly Readonly<Record<string, unknown>>[],
  names: readonly string[],
): Batch {
  const known = new Set(names)
  const batch = new ValueBatch(names.length, names)
  for (const row of rows) {
    const unknown = Object.keys(row).find((key) => !known.has(key))
    if (unknown !== undefined) {
      throw new Failure(
        'rows/unknown-column',
        `a row has the key ${JSON.stringify(unknown)}, which is no column`,
      )
    }
    batch.add(names.map((name) => row[name]))
  }
  return batch.batch()
}
