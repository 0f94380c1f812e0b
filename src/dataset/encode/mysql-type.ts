import { unreachable } from '../../diagnostic/failure.ts'
import type { Column } from '../column.ts'

/** What a decimal of MySQL can have: digits in all, and behind the point. */
export const mostDecimalDigits = 65
export const mostDecimalScale = 30

/** The MySQL type that `encodeLoadData` writes a column for; it gives back every value as it is. */
export function mysqlType(column: Column): string {
  switch (column.type) {
    case 'text':
    case 'json':
      // MySQL's own json would round long numbers.
      return 'longtext'
    case 'integer':
      return 'bigint'
    case 'decimal':
      return `decimal(${mostDecimalDigits},${decimalScale(column)})`
    case 'real':
      return 'double'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'timestamp':
      return 'datetime(6)'
    default:
      return unreachable(column.type)
  }
}

export function decimalScale({ scale = mostDecimalScale }: Column): number {
  return Math.min(scale, mostDecimalScale)
}
