import { sql } from 'kysely'
import type { Transaction } from '../../ports/database.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { pendingTables } from './pending-target.ts'
import { parseTable } from './table-name.ts'

/**
 * Those of the ledger's targets that are this table, however they are written: for one pipeline it may be `orders`, for
 * another `public.orders`, or `Orders`.
 */
export async function sameTargets(
  transaction: Transaction,
  target: string,
  targets: readonly string[],
): Promise<readonly string[]> {
  const name = foldedName(target)
  const alike = targets.filter((each) => foldedName(each) === name)
  const others = [...new Set(alike.map(tableOf))].filter((each) => each !== target)
  if (others.length === 0) return alike
  const { canonical } = loadDialects[transaction.dialect]
  const named = [target, ...others].map(
    (each) => sql`select ${each} as target, ${canonical(parseTable(each))} as name`,
  )
  const { rows } = await sql<{ target: string; name: string }>`${sql.join(named, sql` union all `)}`.execute(
    transaction.db,
  )
  const own = rows.find((row) => row.target === target)?.name
  const same = new Set(rows.filter((row) => row.name === own).map((row) => row.target))
  return alike.filter((each) => same.has(tableOf(each)))
}

/** A target whose rows have yet another table's name is what that is to become. */
function tableOf(target: string): string {
  return pendingTables(target).target
}

/** No database takes names for the same that differ by more than case. */
function foldedName(target: string): string {
  return parseTable(tableOf(target)).name.toLowerCase()
}
