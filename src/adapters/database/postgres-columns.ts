import type { FieldDef } from 'pg'
import type { Column } from '../../dataset/column.ts'

/** Numbers of the types in PostgreSQL's catalog, which never change. */
const typeOf: Readonly<Record<number, Column['type']>> = {
  16: 'boolean',
  20: 'integer',
  21: 'integer',
  23: 'integer',
  26: 'integer',
  114: 'json',
  700: 'real',
  701: 'real',
  1082: 'date',
  1114: 'timestamp',
  1184: 'timestamp',
  1700: 'decimal',
  3802: 'json',
}

const timestamptz = 1184
/** PostgreSQL keeps microseconds. */
const finest = 6

/** The column that a result's field becomes; what has no type of ours is text as PostgreSQL prints it. */
export function columnOfField({ name, dataTypeID, dataTypeModifier }: FieldDef): Column {
  return columnOfType(name, dataTypeID, dataTypeModifier)
}

export function columnOfType(name: string, dataTypeID: number, dataTypeModifier: number): Column {
  const type = typeOf[dataTypeID] ?? 'text'
  if (type === 'timestamp') {
    const scale = dataTypeModifier < 0 ? finest : dataTypeModifier
    return { name, type, zoned: dataTypeID === timestamptz, scale }
  }
  return type === 'decimal' ? { name, type, ...digitsOf(dataTypeModifier) } : { name, type }
}

/** A number without declared digits, as sums are, is left open: its values tell the scale. */
function digitsOf(modifier: number): { precision?: number; scale?: number } {
  if (modifier < 4) return {}
  const precision = ((modifier - 4) >> 16) & 0xffff
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024
  return scale < 0 ? { precision: precision - scale, scale: 0 } : { precision, scale: scale }
}
