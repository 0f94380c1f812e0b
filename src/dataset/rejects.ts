import type { Column } from './column.ts'
import { DatasetWriter, type Written } from './dataset-writer.ts'
import type { PageSink } from './pages.ts'
import type { Reject } from './reject.ts'
import { Bug } from '../diagnostic/failure.ts'

/** The columns of every dataset of rejected rows. */
export const rejectColumns: readonly Column[] = [
  { name: 'file', type: 'text' },
  { name: 'line', type: 'integer' },
  { name: 'column', type: 'text' },
  { name: 'rule', type: 'text', notNull: true },
  { name: 'value', type: 'text' },
  { name: 'raw', type: 'text' },
]

/** Writes rejected rows as a dataset of their own (table `rejects`). */
export class RejectsWriter {
  readonly #writer: DatasetWriter

  constructor(sink: PageSink) {
    this.#writer = new DatasetWriter(sink, { table: 'rejects', columns: rejectColumns })
  }

  /** `file` as the author would name it. */
  add(file: string | null, reject: Reject): void {
    const { line, column, rule, value, raw } = reject
    this.#writer.writeValues([file, line, column, rule, value, raw], ({ rule: broken }) => {
      throw new Bug(`a reject was itself rejected: ${broken}`)
    })
  }

  get rows(): number {
    return this.#writer.rows
  }

  finish(): Written {
    return this.#writer.finish()
  }
}
