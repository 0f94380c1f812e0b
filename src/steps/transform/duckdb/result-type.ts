import type { Column } from '../../../dataset/column.ts'
import { mostRealDigits, quoteName } from '../../../dataset/create-table.ts'

/** A column of DuckDB's answer on its way into a dataset: its type, and what prints its values as that type reads them. */
export interface ResultType {
  readonly column: Column
  /** Selects the value as text. */
  readonly text: string
}

const integers = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER'])
const instant = 'TIMESTAMP WITH TIME ZONE'
/** They may hold more than 64 bits. */
const wideIntegers = new Set(['UBIGINT', 'HUGEINT', 'UHUGEINT', 'BIGNUM'])

/** `digits`: how many the longest value has, of a number before the point, of an instant behind it. */
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
  if (type === instant)
    return { column: { name, type: 'timestamp', zoned: true }, text: instantText(id, digits) }
  if (type.startsWith('TIMESTAMP'))
    return { column: { name, type: 'timestamp', zoned: false }, text: `replace(${text}, ' ', 'T')` }
  if (/[[\]]$|^(?:STRUCT|MAP|UNION)\b/.test(type))
    return { column: { name, type: 'json' }, text: `cast(to_json(${id}) as varchar)` }
  return { column: { name, type: 'text' }, text }
}

/** What counts the digits of a value, if its type alone does not say how many there are. */
export function digitsOf(name: string, type: string): string | undefined {
  const id = quoteName(name)
  if (type === instant) return `length(regexp_extract(cast(${id} as varchar), '\\.(\\d+)', 1))`
  if (!wideIntegers.has(type) && !type.startsWith('DECIMAL')) return undefined
  return `length(cast(abs(trunc(${id})) as varchar).split('.')[1])`
}

/** With as many digits of fraction each, so that they sort as texts too: DuckDB would print as few as it can. */
function instantText(id: string, digits: number): string {
  const point = digits === 0 ? 0 : digits + 1
  return `substr(strftime(${id} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%f'), 1, ${19 + point}) || 'Z'`
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
