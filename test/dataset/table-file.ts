import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createDatasetFile } from '../../src/dataset/dataset-file.ts'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import type { Reject } from '../../src/dataset/reject.ts'

/** A folder that is gone when the test is. */
export function scratch(): { path: (name: string) => string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'rows-'))
  return {
    path: (name) => join(folder, name),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Writes rows of values; answers the dataset and what was rejected. */
export function writeRows(
  path: string,
  columns: readonly Column[],
  rows: Iterable<readonly unknown[]>,
): { dataset: Dataset; rejects: Reject[] } {
  using file = createDatasetFile(path, { table: 'made', columns })
  const rejects: Reject[] = []
  for (const row of rows) file.writeValues(row, (reject) => rejects.push(reject))
  return { dataset: file.finish(), rejects }
}

/** What SQLite itself reads, integers as bigint; the file must pass its integrity check. */
export function readBySqlite(path: string, sql = 'select * from made'): Record<string, unknown>[] {
  using database = new DatabaseSync(path, { readOnly: true })
  const verdict = database.prepare('pragma integrity_check').all()
  if (verdict.length !== 1 || verdict[0]?.['integrity_check'] !== 'ok')
    throw new Error(JSON.stringify(verdict))
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  return statement.all().map((row) => ({ ...row }))
}
