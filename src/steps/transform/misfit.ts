import type { Column } from '../../dataset/column.ts'
import { mostRealDigits, storageOf } from '../../dataset/create-table.ts'
import { unreachable } from '../../diagnostic/failure.ts'

/** SQL that is 1 for a value that the type cannot have and 0 or NULL for one that it can; `name` is quoted. */
export function misfit(name: string, column: Column): string {
  const is = (types: string): string => `typeof(${name}) not in (${types}, 'null')`
  switch (column.type) {
    case 'text':
      return is("'text', 'integer', 'real'")
    case 'integer':
      return is("'integer'")
    case 'real':
      return is("'integer', 'real'")
    case 'boolean':
      return `(${is("'integer'")} or ${name} not in (0, 1))`
    case 'decimal':
      return storageOf(column) === 'REAL'
        ? `(${is("'integer', 'real'")} or abs(${name}) >= 1e${mostRealDigits - (column.scale ?? 0)})`
        : `(${name} is not null and not cast(${name} as text) regexp '^[+-]?\\d+(\\.\\d+)?$')`
    case 'date':
      return `(${name} is not null and ${name} is not date(${name}))`
    case 'timestamp':
      return `(${name} is not null and not (typeof(${name}) = 'text' and datetime(${name}) is not null and ${name} glob '${timestampShape(column)}'))`
    case 'json':
      return `(${name} is not null and not json_valid(${name}))`
    default:
      return unreachable(column.type)
  }
}

/** As datasets keep them: ISO with a `T`, and a `Z` if zoned. */
function timestampShape({ zoned }: Column): string {
  return `????-??-??T??:??*${zoned === true ? 'Z' : '[0-9]'}`
}
