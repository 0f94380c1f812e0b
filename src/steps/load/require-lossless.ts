import { sql } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/ports.ts'
import { formatValue, maxSamples } from '../checks/samples.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import type { ColumnPair } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { counted } from '../../text/quantities.ts'

/**
 * A database converts on the way in, and may cut or round without a word: `00601` becomes 601, 1.25 becomes 1.3.
 * Throws a `Failure` (`rows/lossy`) for values that the table's columns could not give back.
 */
export async function requireLossless(
  transaction: Transaction,
  {
    staged,
    table,
    pairs,
    mask,
  }: {
    staged: TableName
    table: TableName
    pairs: readonly ColumnPair[]
    mask: (text: string) => string
  },
): Promise<void> {
  const dialect = loadDialects[transaction.dialect]
  for (const pair of pairs) {
    const lost = dialect.lost(pair)
    if (lost === undefined) continue
    const column = sql.id(pair.source.name)
    const { rows: counts } = await sql<{ found: unknown }>`
      select count(*) as found from ${tableId(staged)} where ${lost}`.execute(transaction.db)
    const found = Number(counts[0]?.found)
    if (found === 0) continue
    const { rows } = await sql<{ value: unknown }>`
      select ${column} as value from ${tableId(staged)} where ${lost} limit ${sql.lit(maxSamples)}`.execute(
      transaction.db,
    )
    throw new Failure(
      'rows/lossy',
      `column "${pair.source.name}" of "${tableText(table)}" is ${pair.target.type}: ${counted(found, 'value')} would not come back as they are, e.g. ${rows.map(({ value }) => formatValue(value, mask)).join(', ')}`,
      { help: remedy(dialect.types.widened(tableText(table), pair)) },
    )
  }
}

function remedy(statement: string | undefined): string {
  return statement === undefined
    ? 'Widen the column of the table, or convert the values in a transform'
    : `Widen the column of the table (${statement}), or convert the values in a transform`
}
