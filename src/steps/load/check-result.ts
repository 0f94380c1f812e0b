import { sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import { type Judgement, runChecks } from '../checks/run-checks.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import type { StepContext } from '../step.ts'

/** Runs the checks `of: result` on the table as it would be published, before it is. */
export async function checkResult(
  transaction: Transaction,
  {
    table,
    columns,
    place = table,
  }: { readonly table: TableName; readonly columns: readonly Column[]; readonly place?: TableName },
  context: StepContext,
): Promise<Judgement> {
  const checks = context.checks.filter(({ of }) => of === 'result')
  if (checks.length === 0) return { warnings: [], measured: {} }
  const { rows } = await sql<{ found: unknown }>`
    select count(*) as found from ${tableId(place)}`.execute(transaction.db)
  const checked = { transaction, table: place, columns, rows: Number(rows[0]?.found), mask: context.mask }
  return runChecks(checks, { ...checked, name: tableText(table) }, context)
}
