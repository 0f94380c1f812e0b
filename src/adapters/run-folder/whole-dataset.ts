import { join } from 'node:path'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { DatasetRecord } from '../../run/event.ts'
import type { StepFinished } from '../../run/run-request.ts'

/**
 * The end of a step with its datasets as their files have them: what events tell of columns is masked. `undefined` if a
 * file is no longer there, or is not whole.
 */
export function wholeEnd(folder: string, end: StepFinished): StepFinished | undefined {
  const { dataset, datasets } = end
  const one = dataset && wholeDataset(folder, dataset)
  const more = Object.entries(datasets ?? {}).map(
    ([name, each]) => [name, wholeDataset(folder, each)] as const,
  )
  if (one === 'gone' || more.some(([, each]) => each === 'gone')) return undefined
  const found = more.flatMap(([name, each]) => (each === 'gone' ? [] : [[name, each] as const]))
  return {
    ...end,
    ...(one === undefined ? {} : { dataset: one }),
    ...(datasets === undefined ? {} : { datasets: Object.fromEntries(found) }),
  }
}

function wholeDataset(folder: string, dataset: DatasetRecord): DatasetRecord | 'gone' {
  try {
    using file = openDatasetFile(join(folder, dataset.file))
    return file.rows === dataset.rows ? { ...dataset, columns: [...file.columns] } : 'gone'
  } catch (error) {
    if (error instanceof Failure) return 'gone'
    throw error
  }
}
