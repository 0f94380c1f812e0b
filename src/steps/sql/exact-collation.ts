import { type Kysely, sql } from 'kysely'
import type { AnyTables } from '../../ports/database.ts'

/** The collation of MySQL's that takes no two texts for the same, as far as the server has one: else one that pads with spaces. */
export async function exactCollation(db: Kysely<AnyTables>): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select collation_name as name from information_schema.collations
    where collation_name in ('utf8mb4_0900_bin', 'utf8mb4_nopad_bin') order by collation_name desc`.execute(
    db,
  )
  return rows[0]?.name ?? 'utf8mb4_bin'
}
