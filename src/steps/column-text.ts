import type { Column } from '../dataset/column.ts'

/** A column's type as a manifest has it: `integer`, `decimal(15,2)`. */
export function columnText({ type, precision, scale }: Pick<Column, 'type' | 'precision' | 'scale'>): string {
  if (type !== 'decimal' || precision === undefined) return type
  return scale === undefined ? `decimal(${precision})` : `decimal(${precision},${scale})`
}
