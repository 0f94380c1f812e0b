import type { Column } from './column.ts'
import type { DatasetFile } from './dataset-file.ts'
import type { Reject } from './reject.ts'
import { Bug } from '../diagnostic/failure.ts'

/** The columns of every dataset of rejected rows. */
export const rejectColumns: readonly Column[] = [
  { name: 'file', type: 'text' },
  { name: 'line', type: 'integer' },
  { name: 'byte', type: 'integer' },
  { name: 'column', type: 'text' },
  { name: 'rule', type: 'text', notNull: true },
  { name: 'value', type: 'text' },
  { name: 'raw', type: 'text' },
]

/** Adds a rejected row to a dataset of `rejectColumns`; `source` is the file it came from as the author would name it. */
export function writeReject(file: DatasetFile, source: string, reject: Reject): void {
  const { line, byte = null, column, rule, value, raw } = reject
  file.writeValues([source, line, byte, column, rule, value, raw], ({ rule: broken }) => {
    throw new Bug(`a reject was itself rejected: ${broken}`)
  })
}
