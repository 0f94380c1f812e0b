import { DatasetCursor } from '../../../dataset/file-format/dataset-cursor.ts'
import type { DatasetReader } from '../../../dataset/dataset-reader.ts'
import { scanTimestamp, timestamp } from '../../../dataset/fields/time-field.ts'

/** The unit in which all timestamps of a column can be said: the digits that it has of a second. */
export interface TimeExtent {
  readonly digits: 3 | 6 | 9
}

/** Nanoseconds of 64 bits reach no further. */
const [firstNanoYear, lastNanoYear] = [1678, 2261]

/** By column; a timestamp column without one can be said in no unit, and is written as text. Reads all rows once. */
export function timeExtents(dataset: DatasetReader): ReadonlyMap<number, TimeExtent> {
  const places = [...dataset.columns.keys()].filter((index) => dataset.columns[index]?.type === 'timestamp')
  const seen = places.map(() => ({ digits: 0, first: 9999, last: 0 }))
  const cursor = new DatasetCursor(dataset)
  while (places.length > 0 && cursor.next()) {
    for (const [at, index] of places.entries()) {
      const extent = seen[at]
      if (extent === undefined || cursor.isNull(index)) continue
      const bytes = Buffer.from(cursor.text(index))
      if (!scanTimestamp(bytes, 0, bytes.length)) throw cursor.fault(index, 'is no timestamp')
      const year = Number(bytes.toString('latin1', 0, 4))
      extent.digits = Math.max(extent.digits, timestamp.fraction)
      extent.first = Math.min(extent.first, year)
      extent.last = Math.max(extent.last, year)
    }
  }
  const extents = new Map<number, TimeExtent>()
  for (const [at, index] of places.entries()) {
    const { digits = 0, first = 0, last = 0 } = seen[at] ?? {}
    if (digits <= 6) extents.set(index, { digits: digits <= 3 ? 3 : 6 })
    else if (first >= firstNanoYear && last <= lastNanoYear) extents.set(index, { digits: 9 })
  }
  return extents
}
