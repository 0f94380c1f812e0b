import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'

/** The columns of a key share 3072 bytes, four for each letter. */
export function keyLetters(columns: number): number {
  return Math.floor(760 / columns)
}

/** How many letters the column may have beside the others of the widest index that holds it whole; `undefined`: none does. */
export async function roomInKeys(
  { db }: Transaction,
  { schema, name }: TableName,
  column: string,
): Promise<number | undefined> {
  const place = sql`table_schema = coalesce(${schema ?? null}, database()) and table_name = ${name}`
  const { rows } = await sql<{ widest: unknown }>`
    select max(parts) as widest from (
      select count(*) as parts from information_schema.statistics where ${place} group by index_name
      having sum(column_name = ${column} and sub_part is null) > 0) as indexes`.execute(db)
  const widest = rows[0]?.widest ?? null
  return widest === null ? undefined : keyLetters(Number(widest))
}
