import { sql } from 'kysely'
import type { SqlValue } from '../../ports/ports.ts'
import { tableId } from '../sql/identifier.ts'
import { singleQuery } from '../sql/single-query.ts'
import type { Checked, Finding } from './checked.ts'
import { formatRow, maxSamples } from './samples.ts'
import { counted } from '../../text/quantities.ts'

interface SqlCheck {
  readonly name: string | undefined
  readonly sql: string
  readonly parameters: readonly SqlValue[]
}

/** A query of the author's: the rows it answers are the failing ones. It sees the rows under the step's name. */
export async function runSqlCheck(
  check: SqlCheck,
  { transaction, table, name, mask, columns }: Checked,
): Promise<Finding> {
  const query = singleQuery(check.sql, transaction.dialect)
  const alias = sql.id(name)
  await sql`create temporary view ${alias} as select * from ${tableId(table)}`.execute(transaction.db)
  const counts = await transaction.read(
    `select count(*) as found from (${query}\n) as failing`,
    check.parameters,
  )
  const found = Number(counts[0]?.['found'])
  const rows =
    found === 0
      ? []
      : await transaction.read(`select * from (${query}\n) as failing limit ${maxSamples}`, check.parameters)
  await sql`drop view ${alias}`.execute(transaction.db)
  if (found === 0) return null
  const label = check.name === undefined ? 'sql' : `sql "${check.name}"`
  return `${label}: ${counted(found, 'row')}, e.g. ${rows.map((row) => `(${formatRow(row, mask, columns)})`).join(' ')}`
}
