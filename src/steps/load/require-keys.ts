import { sql } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import { formatRow, maxSamples } from '../checks/samples.ts'
import { columnIds, tableId, tableText } from '../sql/identifier.ts'
import type { Joined } from './publication.ts'

/** No staged row stands for several of the table's. Throws a `Failure` (`rows/key`). */
export async function requireSingleMatches(rows: Joined): Promise<void> {
  const { transaction, dialect, table, words } = rows
  if (await dialect.isUnique(transaction, table, words.key)) return
  const repeated = await matchedTwice(rows)
  if (repeated === undefined) return
  throw new Failure(
    'rows/key',
    `table "${tableText(table)}" holds a key (${words.key.join(', ')}) more than once, so no row can be merged into it, e.g. ${repeated}`,
    { help: 'Remove the repeated rows of the table, or choose other columns for the key' },
  )
}

async function matchedTwice({
  transaction,
  table,
  staged,
  words,
  on,
  mask,
}: Joined): Promise<string | undefined> {
  const columns = columnIds(words.key, 's')
  const { rows } = await sql<Record<string, unknown>>`
    select ${columns} from ${tableId(staged)} as s join ${tableId(table)} as t on ${on}
    group by ${columns} having count(*) > 1 order by ${columns} limit ${sql.lit(maxSamples)}`.execute(
    transaction.db,
  )
  return rows.length === 0 ? undefined : rows.map((row) => `(${formatRow(row, mask)})`).join(' ')
}
