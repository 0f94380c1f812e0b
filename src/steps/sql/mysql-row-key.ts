import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { AnyTables } from '../../ports/database.ts'

/** As MySQL calls the one that it makes itself: its tools know the column by that name. */
const usual = 'my_row_id'
const unlikely = '_millrace_row'

/**
 * The column that makes up for a key in a table of MySQL that has none, where the server wants a primary key of every table, also
 * of a temporary one (`sql_require_primary_key`). It is seen by nobody who does not ask for its name. Elsewhere there is none.
 * `columns`: the others, where they are known.
 */
export async function mysqlRowKey(
  db: Kysely<AnyTables>,
  columns: readonly string[] = [usual],
): Promise<readonly RawBuilder<unknown>[]> {
  const { rows } = await sql<{ Value: string }>`show variables like 'sql_require_primary_key'`.execute(db)
  if (rows[0]?.Value !== 'ON') return []
  const name = columns.some((column) => column.toLowerCase() === usual) ? unlikely : usual
  return [sql`${sql.id(name)} bigint unsigned not null auto_increment primary key invisible`]
}
