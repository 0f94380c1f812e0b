import type { Column } from '../../../dataset/column.ts'
import { unreachable } from '../../../diagnostic/failure.ts'
import { quoteName, storageOf } from '../../../dataset/create-table.ts'

/** DuckDB's widest decimal. */
const mostDigits = 38

/**
 * What selects a dataset's column as the type that it has, where the file has it as SQLite keeps it. `precise`: its
 * timestamps have no more than microseconds, which is as fine as DuckDB's are.
 */
export function typedColumn(column: Column, precise: boolean): string {
  const name = quoteName(column.name)
  return `${typedValue(column, name, precise)} as ${name}`
}

function typedValue(column: Column, name: string, precise: boolean): string {
  switch (column.type) {
    case 'boolean':
      return `cast(${name} as boolean)`
    case 'date':
      return `cast(${name} as date)`
    case 'json':
      return `cast(${name} as json)`
    case 'timestamp':
      if (!precise) return name
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
