import type { Dataset } from './column.ts'
import { createDatasetFile, openDatasetFile } from './dataset-file.ts'
import { DatasetCursor } from './file-format/dataset-cursor.ts'

/**
 * Copies a dataset to `path` without some of its rows, record by record. `leavesOut` is asked for each row in turn, by
 * its row id, and hears a cursor that stands on it.
 */
export async function withoutRows(
  dataset: Dataset,
  path: string,
  leavesOut: (rowid: number, cursor: DatasetCursor) => boolean | Promise<boolean>,
): Promise<Dataset> {
  using from = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  using file = createDatasetFile(path, { table: from.name, columns: dataset.columns })
  const cursor = new DatasetCursor(from)
  while (cursor.next()) {
    const answer = leavesOut(cursor.rowid, cursor)
    if (typeof answer === 'boolean' ? answer : await answer) continue
    const { bytes, at, size } = cursor.record
    file.writeRecord(bytes.subarray(at, at + size), size)
  }
  const { rows } = file.finish()
  return { ...dataset, path, rows }
}
