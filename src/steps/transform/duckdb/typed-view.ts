import type { Column } from '../../../dataset/column.ts'
import { unreachable } from '../../../diagnostic/failure.ts'
import { quoteName, storageOf } from '../../../dataset/create-table.ts'
import { evenTime } from '../../sql/even-times.ts'

/** DuckDB's widest decimal. */
const mostDigits = 38

/**
 * What selects a dataset's column as the type that it has, where the file has it as SQLite keeps it. `fine`: the digits
 * of a timestamp's longest fraction, if that is finer than DuckDB's microseconds: then it stays a text, and sorts as one.
 */
export function typedColumn(column: Column, fine: number | undefined): string {
  const name = quoteName(column.name)
  return `${typedValue(column, name, fine)} as ${name}`
}

function typedValue(column: Column, name: string, fine: number | undefined): string {
  switch (column.type) {
    case 'boolean':
      return `cast(${name} as boolean)`
    case 'date':
      return `cast(${name} as date)`
    case 'json':
      return `cast(${name} as json)`
    case 'timestamp':
      if (fine !== undefined) return column.zoned === true ? evenTime(column.name, fine) : name
      return column.zoned === true ? `cast(${name} as timestamptz)` : `cast(${name} as timestamp)`
    case 'decimal':
      return typedDecimal(column, name)
    case 'text':
    case 'integer':
    case 'real':
      return name
    default:
      return unreachable(column.type)
  }
}

/** A decimal kept as a double is the nearest to one of its scale. */
function typedDecimal(column: Column, name: string): string {
  const { scale, precision = mostDigits } = column
  if (scale === undefined || precision > mostDigits) return name
  return storageOf(column) === 'REAL'
    ? `cast(round(${name}, ${scale}) as decimal(18, ${scale}))`
    : `cast(${name} as decimal(${Math.max(precision, scale)}, ${scale}))`
}
