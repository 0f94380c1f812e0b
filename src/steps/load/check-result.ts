import { sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import type { Check } from '../checks/check.ts'
import { type Judgement, runChecks } from '../checks/run-checks.ts'
import { unfitType } from '../checks/unfit-type.ts'
import { columnIds, tableId, tableText } from '../sql/identifier.ts'
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
  const checked = {
    transaction,
    table: place,
    columns: await typesThere(transaction, place, { columns, checks }),
    rows: Number(rows[0]?.found),
    mask: context.mask,
  }
  return runChecks(checks, { ...checked, name: tableText(table) }, context)
}

/** What comes as text can be a number in the table, which a `range` of numbers is to judge. */
async function typesThere(
  transaction: Transaction,
  table: TableName,
  { columns, checks }: { readonly columns: readonly Column[]; readonly checks: readonly Check[] },
): Promise<readonly Column[]> {
  const unfit = columns.filter((column) =>
    checks.some((check) => 'column' in check && check.column === column.name && unfitType(check, column)),
  )
  if (unfit.length === 0) return columns
  const ids = columnIds(unfit.map(({ name }) => name))
  const query = sql`select ${ids} from ${tableId(table)}`.compile(transaction.db).sql
  const there = await transaction.describe({ sql: query, parameters: [] })
  return columns.map((column) => there.find(({ name }) => name === column.name) ?? column)
}
