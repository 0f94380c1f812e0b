import { type RawBuilder, sql } from 'kysely'
import { storageOf } from '../../../dataset/create-table.ts'
import type { ColumnPair } from './dialect.ts'
import { affinityOf } from './sqlite-affinity.ts'

/** A staged value as the table's column has it. A column of texts gets what the dataset prints: `10.50` and `true`, not `10.5` and `1`. */
export function converted(pair: ColumnPair): RawBuilder<unknown> {
  const { name, type, scale } = pair.source
  const column = sql.id('s', name)
  if (goesAsItIs(pair)) return column
  return type === 'boolean'
    ? sql`case ${column} when 0 then 'false' when 1 then 'true' end`
    : sql`case when ${column} is not null then printf(${sql.lit(`%.${scale ?? 0}f`)}, ${column}) end`
}

/** Whether the value that is staged is the column's too. */
export function goesAsItIs({ source, target }: ColumnPair): boolean {
  if (affinityOf(target) !== 'text') return true
  const isPrinted = source.type === 'decimal' && source.scale !== undefined && storageOf(source) === 'REAL'
  return source.type !== 'boolean' && !isPrinted
}
