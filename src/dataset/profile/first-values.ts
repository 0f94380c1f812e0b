import type { DatasetReader } from '../dataset-reader.ts'
import { DatasetCursor } from '../file-format/dataset-cursor.ts'
import { scanTimestamp, timestamp } from '../fields/time-field.ts'

/** What the first value of a column tells of the others; timestamps of a column are all written alike. */
export interface FirstValue {
  readonly separator: number
  readonly fraction: number
}

/** Of each column its first value; `undefined` where it holds nothing but nulls. Reads no further than it must. */
export function firstValues(dataset: DatasetReader): readonly (FirstValue | undefined)[] {
  const found: (FirstValue | undefined)[] = dataset.columns.map(() => undefined)
  const cursor = new DatasetCursor(dataset)
  let open = dataset.columns.map((_, index) => index)
  while (open.length > 0 && cursor.next()) {
    const before = open
    open = []
    for (const index of before) {
      if (cursor.isNull(index)) open.push(index)
      else found[index] = valueAt(cursor, index, dataset.columns[index]?.type === 'timestamp')
    }
  }
  return found
}

function valueAt(cursor: DatasetCursor, index: number, isTimestamp: boolean): FirstValue {
  const at = cursor.at[index] ?? 0
  const isScanned =
    isTimestamp && cursor.isText(index) && scanTimestamp(cursor.bytes, at, at + cursor.textSize(index))
  return isScanned
    ? { separator: timestamp.separator, fraction: timestamp.fraction }
    : { separator: 0, fraction: 0 }
}
