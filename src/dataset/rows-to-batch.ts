import type { Batch } from './batch.ts'
import { Bug } from '../diagnostic/failure.ts'

/**
 * Objects as a batch over `names`, for `DatasetWriter.write` and `Profile.add`. A key that `names` lacks is
 * refused (`Failure` `rows/unknown-column`): nothing is dropped in silence.
 */
export function rowsToBatch(
  _rows: readonly Readonly<Record<string, unknown>>[],
  _names: readonly string[],
): Batch {
  throw new Bug('not built yet')
}
