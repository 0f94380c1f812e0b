import { type Batch, fieldText } from '../../src/dataset/batch.ts'
import { createDatasetFile } from '../../src/dataset/dataset-file.ts'
import type { Dataset } from '../../src/dataset/column.ts'
import type { Reject } from '../../src/dataset/reject.ts'
import type { Selection } from '../../src/ports/database.ts'

/** The rows of a selection as texts. */
export async function textsOf({ batches }: Selection): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = []
  for await (const batch of batches) for (let row = 0; row < batch.rows; row++) rows.push(rowOf(batch, row))
  return rows
}

function rowOf(batch: Batch, row: number): (string | null)[] {
  return Array.from({ length: batch.columns }, (_, column) => fieldText(batch, row, column))
}

/** A selection as a dataset, and what did not fit into it. */
export async function datasetOf(
  { columns, batches }: Selection,
  path: string,
): Promise<{ dataset: Dataset; rejects: Reject[] }> {
  const rejects: Reject[] = []
  using file = createDatasetFile(path, { table: 'selected', columns })
  for await (const batch of batches) file.write(batch, (reject) => rejects.push(reject))
  return { dataset: file.finish(), rejects }
}
