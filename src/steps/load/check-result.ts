import { sql } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import { foldName } from '../../dataset/create-table.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import type { Check } from '../checks/check.ts'
import { type Judgement, runChecks } from '../checks/run-checks.ts'
import { unfitType } from '../checks/unfit-type.ts'
import { columnIds, tableId, tableText } from '../sql/identifier.ts'
import type { StepContext } from '../step.ts'
import { isTableIn } from './is-table-there.ts'
import { namesTable } from './require-rows-named.ts'

/**
 * Runs the checks `of: result` on the table as it would be published, before it is. `from`: what the rows were called that
 * came into it; queries may call it that too, where nothing else has that name.
 */
export async function checkResult(
  transaction: Transaction,
  {
    table,
    columns,
    place,
    from,
  }: {
    readonly table: TableName
    readonly columns: readonly Column[]
    readonly place: TableName
    readonly from: string
  },
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
  const alsoNamed = (await isFree(from, transaction, { table, checks })) ? [from] : []
  return runChecks(checks, { ...checked, name: tableText(table), alsoNamed }, context)
}

/** Whether queries that name the rows as they came can mean nothing but the table that they came into. */
async function isFree(
  name: string,
  transaction: Transaction,
  { table, checks }: { readonly table: TableName; readonly checks: readonly Check[] },
): Promise<boolean> {
  if (foldName(name) === foldName(tableText(table))) return false
  const isNamed = checks.some((check) => check.rule === 'sql' && namesTable(check.sql, name))
  return isNamed && !(await isTableIn(transaction, { name }))
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
