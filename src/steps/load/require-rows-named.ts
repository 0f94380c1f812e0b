import { foldName } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName } from '../../ports/database.ts'
import type { Check } from '../checks/check.ts'
import { tableText } from '../sql/identifier.ts'
import { sqlTokens } from '../sql/tokens.ts'

/**
 * Throws a `Failure` (`checks/table`) for a query that is to judge the rows that come and looks at the table they are for
 * instead, which does not have them yet: it would be kept whatever comes.
 */
export function requireRowsNamed(checks: readonly Check[], rows: string, table: TableName): void {
  if (foldName(rows) === foldName(table.name)) return
  for (const check of checks) {
    if (check.rule !== 'sql' || namesTable(check.sql, rows) || !namesTable(check.sql, table.name)) continue
    const label = check.name === undefined ? 'the SQL check' : `check "${check.name}"`
    throw new Failure(
      'checks/table',
      `${label} judges the rows that come, which are called "${rows}"; "${tableText(table)}" is the table as it was`,
      { help: `Write "${rows}", or add \`of: result\` to judge the table as it would be` },
    )
  }
}

/** Whether a query has the name among its words. */
export function namesTable(query: string, table: string): boolean {
  return sqlTokens(query).some(({ name }) => name !== undefined && foldName(name) === foldName(table))
}
