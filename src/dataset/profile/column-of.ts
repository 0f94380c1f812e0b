import type { Column } from '../column.ts'
import type { TableColumn } from '../file-format/table-sql.ts'

/** The column that a declaration means: by our comment where there is one, else by the declared type's words. */
export function columnOf(column: Pick<TableColumn, 'name' | 'declared' | 'comment' | 'notNull'>): Column {
  const { name, notNull, comment } = column
  return { name, ...(ours(comment) ?? foreign(column.declared)), ...(notNull ? { notNull } : {}) }
}

type Typed = Omit<Column, 'name' | 'notNull'>

function ours(comment: string | undefined): Typed | undefined {
  const match = /^(decimal|timestamp|boolean|date|json)(?:\((\d+|\*)(?:,(\d+))?\))?(?: (zoned|open))?$/.exec(
    comment ?? '',
  )
  if (match === null) return undefined
  const [, type, first, second, more] = match
  switch (type) {
    case 'decimal':
      return { ...decimal(first, second), ...(more === 'open' ? { open: true } : {}) }
    case 'timestamp':
      return { type, zoned: more === 'zoned', ...(first === undefined ? {} : { scale: Number(first) }) }
    case 'boolean':
    case 'date':
    case 'json':
      return { type }
    case undefined:
    default:
      return undefined
  }
}

function decimal(precision: string | undefined, scale: string | undefined): Typed {
  return {
    type: 'decimal',
    ...(precision === undefined || precision === '*' ? {} : { precision: Number(precision) }),
    ...(scale === undefined ? {} : { scale: Number(scale) }),
  }
}

/** SQLite keeps any word as a type; these are the ones that people use. */
function foreign(declared: string): Typed {
  const digits = /^(?:DECIMAL|NUMERIC)\((\d+)(?:,(\d+))?\)$/.exec(declared)
  if (digits !== null) return decimal(digits[1], digits[2] ?? '0')
  if (declared.startsWith('BOOL')) return { type: 'boolean' }
  if (declared.startsWith('TIMESTAMP') || declared.startsWith('DATETIME')) {
    return { type: 'timestamp', zoned: declared.endsWith('TZ') || declared.includes('WITH TIME ZONE') }
  }
  if (declared === 'DATE') return { type: 'date' }
  if (declared.startsWith('JSON')) return { type: 'json' }
  if (declared.includes('INT')) return { type: 'integer' }
  if (/REAL|FLOA|DOUB/.test(declared)) return { type: 'real' }
  return declared === 'DECIMAL' || declared === 'NUMERIC' ? { type: 'decimal' } : { type: 'text' }
}
