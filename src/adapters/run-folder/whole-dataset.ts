import { join } from 'node:path'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { DatasetRecord } from '../../run/event.ts'
import type { StepFinished } from '../../run/run-request.ts'

/**
 * The dataset of a step that ended, as its file has it: what events tell of its columns is masked. `undefined` if the step
 * made none; `gone` if its file is no longer there, or is not whole.
 */
export function wholeDataset(folder: string, { dataset }: StepFinished): DatasetRecord | undefined | 'gone' {
  if (dataset === undefined) return undefined
  try {
    using file = openDatasetFile(join(folder, dataset.file))
    return file.rows === dataset.rows ? { ...dataset, columns: [...file.columns] } : 'gone'
  } catch (error) {
    if (error instanceof Failure) return 'gone'
    throw error
  }
}
