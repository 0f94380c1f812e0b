import { type RawBuilder, sql } from 'kysely'
import type { Column } from '../../../dataset/column.ts'
import { unreachable } from '../../../diagnostic/failure.ts'

type Float = 'double' | 'float'

/** A float is read back with six digits. */
export function lostInFloat(
  source: Column,
  column: RawBuilder<unknown>,
  name: Float,
): RawBuilder<unknown> | undefined {
  const cast = sql`cast(${column} as ${sql.raw(name)})`
  switch (source.type) {
    case 'boolean':
      return undefined
    case 'real':
      return name === 'double' ? undefined : sql`cast(cast(${cast} as char) as double) <> ${column}`
    case 'integer':
    case 'decimal':
      return sql`cast(cast(${cast} as char) as double) <> cast(${column} as double)
        or cast(cast(${column} as double) as decimal(65,30)) <> ${column}`
    case 'text':
      return sql`cast(${cast} as char) <> ${column}`
    case 'date':
    case 'timestamp':
    case 'json':
      return sql`${column} is not null`
    default:
      return unreachable(source.type)
  }
}

/** `double(7,2)`: two digits are kept behind the point, and shown, as a decimal's are. */
export function lostInFixedFloat(
  source: Column,
  column: RawBuilder<unknown>,
  { name, size, scale }: { readonly name: Float; readonly size: number; readonly scale: number },
): RawBuilder<unknown> {
  const { type } = source
  if (type === 'date' || type === 'timestamp' || type === 'json') return sql`${column} is not null`
  const cast = sql`cast(${column} as ${sql.raw(name)})`
  const kept = sql`round(cast(${cast} as double), ${sql.lit(scale)})`
  const outside = sql`abs(${kept}) >= ${sql.raw(`1e${size - scale}`)}`
  if (type === 'text')
    return sql`cast(cast(${kept} as decimal(65,${sql.lit(scale)})) as char) <> ${column} or ${outside}`
  const other = sql`${kept} <> cast(${column} as double) or ${outside}`
  return type === 'real'
    ? other
    : sql`${other} or cast(cast(${column} as double) as decimal(65,30)) <> ${column}`
}
