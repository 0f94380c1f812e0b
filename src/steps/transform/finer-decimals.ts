import type { Column } from '../../dataset/column.ts'
import { quoteName, storageOf } from '../../dataset/create-table.ts'
import type { SqliteSession, SqlResult } from '../../ports/sqlite.ts'

/**
 * How far sums and products of exact decimals are off in SQLite's doubles at most, as a share of the greatest of them
 * (0.1 + 0.2 is 0.30000000000000004). What is further from the digits of its scale has more of them.
 */
const noise = 2 ** -46

/** SQL whose values, each `max` of a column, say how far it is from its scale. `name` is quoted. */
export function finerTerms(name: string, { scale = 0, ...column }: Column, index: number): string[] {
  if (storageOf(column) === 'TEXT') {
    const point = scale === 0 ? '\\.?' : `\\.\\d{0,${scale}}`
    return [`max(not cast(${name} as text) regexp '^[+-]?\\d+(${point}0*)?$') as f${index}`]
  }
  const whole = `${name} * 1e${scale}`
  return [`max(abs(${whole} - round(${whole}))) as f${index}`, `max(abs(${name})) as g${index}`]
}

/** Whether some value of a decimal has more digits than its scale, going by what `finerTerms` answered. */
export function isFiner(
  { scale = 0, ...column }: Column,
  found: Readonly<Record<string, SqlResult>>,
  index: number,
): boolean {
  const off = Number(found[`f${index}`] ?? 0)
  if (storageOf(column) === 'TEXT') return off > 0
  return off > noise * 10 ** scale * Math.max(1, Number(found[`g${index}`] ?? 0))
}

/** A decimal that is kept as a double becomes the one nearest to what it is with the digits of its scale. */
export async function withoutNoise(
  session: SqliteSession,
  table: string,
  { name: plain, scale = 0 }: Column,
): Promise<void> {
  const name = quoteName(plain)
  const rounded = `round(${name}, ${scale})`
  await session.query({
    sql: `update ${table} set ${name} = ${rounded} where typeof(${name}) = 'real' and ${name} <> ${rounded}`,
  })
}
