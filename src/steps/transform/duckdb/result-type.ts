import type { Column } from '../../../dataset/column.ts'
import { mostRealDigits, quoteName } from '../../../dataset/create-table.ts'

/** A column of DuckDB's answer on its way into a dataset: its type, and what prints its values as that type reads them. */
export interface ResultType {
  readonly column: Column
  /** Selects the value as text. */
  readonly text: string
}

const integers = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER'])
/** They may hold more than 64 bits. */
const wideIntegers = new Set(['UBIGINT', 'HUGEINT', 'UHUGEINT', 'BIGNUM'])

/** `digits`: how many the longest value of a number has before the point. */
export function resultType(name: string, type: string, digits: number): ResultType {
  const id = quoteName(name)
  const text = `cast(${id} as varchar)`
  if (integers.has(type)) return { column: { name, type: 'integer' }, text }
  if (wideIntegers.has(type)) return { column: wideInteger(name, digits), text }
  if (type.startsWith('DECIMAL')) return { column: decimal(name, type, digits), text }
  if (type === 'DOUBLE' || type === 'FLOAT') return { column: { name, type: 'real' }, text }
  if (type === 'BOOLEAN') return { column: { name, type: 'boolean' }, text }
  if (type === 'DATE') return { column: { name, type: 'date' }, text }
  if (type === 'JSON') return { column: { name, type: 'json' }, text }
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return {
      column: { name, type: 'timestamp', zoned: true },
      text: `replace(cast(${id} at time zone 'UTC' as varchar), ' ', 'T') || 'Z'`,
    }
  if (type.startsWith('TIMESTAMP'))
    return { column: { name, type: 'timestamp', zoned: false }, text: `replace(${text}, ' ', 'T')` }
  if (/[[\]]$|^(?:STRUCT|MAP|UNION)\b/.test(type))
    return { column: { name, type: 'json' }, text: `cast(to_json(${id}) as varchar)` }
  return { column: { name, type: 'text' }, text }
}

/** Whether the type alone does not say how many digits its values have. */
export function hasOpenDigits(type: string): boolean {
  return wideIntegers.has(type) || type.startsWith('DECIMAL')
}

function wideInteger(name: string, digits: number): Column {
  const longest = 18
  return digits <= longest
    ? { name, type: 'integer' }
    : { name, type: 'decimal', precision: digits, scale: 0 }
}

/** A sum is as wide as DuckDB has decimals; its values need not be, and short ones are kept as numbers. */
function decimal(name: string, type: string, digits: number): Column {
  const scale = Number(/,\s*(\d+)/.exec(type)?.[1] ?? 0)
  const precision = Math.max(digits + scale, 1)
  return precision <= mostRealDigits
    ? { name, type: 'decimal', precision: mostRealDigits, scale }
    : { name, type: 'decimal', precision, scale }
}
