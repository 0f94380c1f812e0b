import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue } from 'node:sqlite'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import { createDatasetFile } from '../../src/dataset/dataset-file.ts'

/** Writes a dataset of these rows. */
export function writeDataset(
  path: string,
  name: string,
  { columns, rows }: { columns: readonly Column[]; rows: Iterable<readonly unknown[]> },
): Dataset {
  mkdirSync(dirname(path), { recursive: true })
  using file = createDatasetFile(path, { table: name, columns })
  for (const row of rows) {
    file.writeValues(row, (reject) => {
      throw new Error(`the test's row was rejected: ${JSON.stringify(reject)}`)
    })
  }
  return file.finish()
}

/** What SQLite itself reads in a file. */
export function query(path: string, sql: string): Record<string, SQLOutputValue>[] {
  using database = new DatabaseSync(path, { readOnly: true })
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }))
}

export function integrity(path: string): unknown {
  return query(path, 'pragma integrity_check')[0]?.['integrity_check']
}
