import type { Dataset } from '../../dataset/column.ts'
import { Bug } from '../../diagnostic/failure.ts'

/** The dataset that a transaction was opened with, to be staged. */
export function staging(dataset: Dataset | undefined): Dataset {
  if (dataset === undefined) throw new Bug('a transaction without a dataset has nothing to stage')
  return dataset
}
