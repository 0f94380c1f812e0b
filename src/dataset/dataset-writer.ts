import type { Batch } from './batch.ts'
import type { Column } from './column.ts'
import type { PageSink } from './pages.ts'
import type { OnReject } from './reject.ts'
import { Bug } from '../diagnostic/failure.ts'

/** What a finished dataset holds. The columns now say what only the values could tell (scale, zone). */
export interface Written {
  readonly rows: number
  readonly columns: readonly Column[]
}

/** Types rows and writes them as one SQLite file with one STRICT table, page after page. */
export class DatasetWriter {
  constructor(_sink: PageSink, _options: { table: string; columns: readonly Column[] }) {}

  /** Rows written so far. */
  get rows(): number {
    return 0
  }

  /** Takes the rows of a batch whose columns are the table's, in order; a row that breaks a rule goes to `onReject`. */
  write(_batch: Batch, _onReject: OnReject): void {
    throw new Bug('not built yet')
  }

  /**
   * Takes one row of JavaScript values, as strictly as text: string, number, bigint, boolean, Date, null, and
   * objects as json.
   */
  writeValues(_values: readonly unknown[], _onReject: OnReject): void {
    throw new Bug('not built yet')
  }

  /** Writes the upper levels of the tree and, last, page 1. Nothing before that is a database. */
  finish(): Written {
    throw new Bug('not built yet')
  }
}
