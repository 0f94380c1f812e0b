import type { Column } from './column.ts'
import type { PageSource } from './pages.ts'
import { Bug } from '../diagnostic/failure.ts'

/** A dataset opened for reading. The encoders (`encodeCsv`, `encodeCopy`, …) and `readRows` take it. */
export interface DatasetReader {
  readonly table: string
  readonly columns: readonly Column[]
  /** Exact. */
  readonly rows: number
  readonly source: PageSource
  /** The first page of the table's tree. */
  readonly root: number
}

/**
 * Reads the schema of a SQLite file, whoever wrote it. Without `table` the file must hold exactly one.
 * Throws a `Failure` (`dataset/format`) for what is no such file.
 */
export function openDataset(_source: PageSource, _table?: string): DatasetReader {
  throw new Bug('not built yet')
}
