import { sql } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import { formatRow, maxSamples } from '../checks/samples.ts'
import { columnIds, tableId, tableText } from '../sql/identifier.ts'
import type { Joined } from './publication.ts'

/** Each staged row stands for at most one of the table's, and no two for the same. Throws a `Failure` (`rows/key`). */
export async function requireSingleMatches(rows: Joined): Promise<void> {
  const { transaction, dialect, table, words } = rows
  const isUnique = await dialect.isUnique(transaction, table, words.key)
  const repeated = isUnique ? undefined : await matchedTwice(rows, 's')
  if (repeated !== undefined)
    throw new Failure(
      'rows/key',
      `table "${tableText(table)}" holds a key (${words.key.join(', ')}) more than once, so no row can be merged into it, e.g. ${repeated}`,
      { help: 'Remove the repeated rows of the table, or choose other columns for the key' },
    )
  if (!mayFold(rows)) return
  const folded = await matchedTwice(rows, 't')
  if (folded !== undefined)
    throw new Failure(
      'rows/key',
      `table "${tableText(table)}" takes keys for the same (${words.key.join(', ')}) that differ in the rows, e.g. ${folded}`,
      { help: 'Write the keys the same way in a transform, e.g. with lower()' },
    )
}

/** SQLite does not tell how a column compares texts; the other databases have compared them as the table does already. */
function mayFold({ transaction, pairs, words }: Joined): boolean {
  return (
    transaction.dialect === 'sqlite' &&
    pairs.some(({ source }) => source.type === 'text' && words.key.includes(source.name))
  )
}

async function matchedTwice(
  { transaction, table, staged, words, on, mask }: Joined,
  side: 's' | 't',
): Promise<string | undefined> {
  const columns = columnIds(words.key, side)
  const { rows } = await sql<Record<string, unknown>>`
    select ${columns} from ${tableId(staged)} as s join ${tableId(table)} as t on ${on}
    group by ${columns} having count(*) > 1 order by ${columns} limit ${sql.lit(maxSamples)}`.execute(
    transaction.db,
  )
  return rows.length === 0 ? undefined : rows.map((row) => `(${formatRow(row, mask)})`).join(' ')
}
