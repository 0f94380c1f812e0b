import type { SchemaElement } from 'hyparquet'
import type { Column } from '../../../dataset/column.ts'
import type { DatasetCursor } from '../../../dataset/file-format/dataset-cursor.ts'
import { fieldValue } from '../../../dataset/read-rows.ts'
import { daysOf, unitsOf } from './parse-time.ts'
import type { TimeExtent } from './time-extents.ts'

/** How one column is written. */
export interface PlannedColumn {
  readonly element: SchemaElement
  /** What it was written as where the library would otherwise turn the values into something else. */
  readonly writtenAs?: SchemaElement
  /** The value of the row a cursor stands on, which is not null. */
  readonly valueOf: (cursor: DatasetCursor, index: number) => unknown
}

/** The most digits that readers of Parquet take in a decimal. */
const mostDigits = 38

/** A column as a Parquet column; `docs/types.md` has the table. `extent` is that of a timestamp. */
export function planColumn(column: Column, extent: TimeExtent | undefined): PlannedColumn {
  const { name, type, notNull, precision, scale } = column
  const base = { name, repetition_type: notNull === true ? 'REQUIRED' : 'OPTIONAL' } as const
  const own = (cursor: DatasetCursor, index: number): unknown => fieldValue(cursor, column, index)
  switch (type) {
    case 'integer':
      return {
        element: { ...base, type: 'INT64' },
        valueOf: (cursor, index) => BigInt(cursor.integer(index)),
      }
    case 'real':
      return { element: { ...base, type: 'DOUBLE' }, valueOf: own }
    case 'boolean':
      return { element: { ...base, type: 'BOOLEAN' }, valueOf: own }
    case 'date':
      return {
        element: { ...base, type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
        valueOf: (cursor, index) => daysOf(String(own(cursor, index)), cursor, index),
      }
    case 'timestamp':
      return extent === undefined ? textColumn(base, own) : timestampColumn(base, column, extent)
    case 'decimal':
      if (precision === undefined || scale === undefined || precision > mostDigits || scale > precision)
        return textColumn(base, own)
      return decimalColumn(base, { precision, scale }, own)
    case 'json':
      return jsonColumn(base)
    case 'text':
    default:
      return textColumn(base, own)
  }
}

type Base = Pick<SchemaElement, 'name' | 'repetition_type'>

function textColumn(base: SchemaElement & Base, valueOf: PlannedColumn['valueOf']): PlannedColumn {
  return {
    element: { ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    valueOf,
  }
}

/** The bytes as they are: the library would parse and print them anew, which loses digits. */
function jsonColumn(base: Base): PlannedColumn {
  return {
    element: { ...base, type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } },
    writtenAs: { ...base, type: 'BYTE_ARRAY' },
    valueOf: (cursor, index) => {
      const from = cursor.at[index] ?? 0
      return Uint8Array.prototype.slice.call(cursor.bytes, from, from + cursor.textSize(index))
    },
  }
}

function decimalColumn(
  base: Base,
  { precision, scale }: { precision: number; scale: number },
  textOf: PlannedColumn['valueOf'],
): PlannedColumn {
  const kind = {
    converted_type: 'DECIMAL',
    logical_type: { type: 'DECIMAL', precision, scale },
    precision,
    scale,
  } as const
  const element: SchemaElement =
    precision <= 18
      ? { ...base, type: 'INT64', ...kind }
      : { ...base, type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, ...kind }
  return {
    element,
    valueOf: (cursor, index) => {
      const [whole = '', fraction = ''] = String(textOf(cursor, index)).split('.')
      if (fraction.length > scale) throw cursor.fault(index, `has more than ${scale} digits behind its point`)
      return BigInt(whole + fraction.padEnd(scale, '0'))
    },
  }
}

function timestampColumn(base: Base, column: Column, { digits }: TimeExtent): PlannedColumn {
  const isAdjustedToUTC = column.zoned === true
  const unit = digits === 3 ? 'MILLIS' : digits === 6 ? 'MICROS' : 'NANOS'
  // The older annotation says an instant, so that it does not go with a wall-clock time.
  const older = isAdjustedToUTC && unit !== 'NANOS' ? { converted_type: `TIMESTAMP_${unit}` as const } : {}
  return {
    element: { ...base, type: 'INT64', ...older, logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit } },
    valueOf: (cursor, index) => unitsOf(cursor.text(index), digits, cursor, index),
  }
}
