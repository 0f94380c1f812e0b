import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/ports.ts'
import { findNulls } from '../checks/find-nulls.ts'
import { findRepeats } from '../checks/find-repeats.ts'
import type { Checked } from '../checks/checked.ts'
import { formatRow, maxSamples } from '../checks/samples.ts'
import { columnIds, tableId, tableText } from '../sql/identifier.ts'

/** A merge goes by key: each row has one, and no two rows the same. Throws a `Failure` (`rows/key`). */
export async function requireKeys(key: readonly string[], checked: Checked): Promise<void> {
  const missing = key.filter((name) => !checked.columns.some((column) => column.name === name))
  if (missing.length > 0) {
    throw new Failure('rows/key', `"${checked.name}" has no column "${missing[0]}" for the key`, {
      help: `Its columns are ${checked.columns.map(({ name }) => name).join(', ')}`,
    })
  }
  const findings = [
    await findNulls({ rule: 'not-null', columns: key }, checked),
    await findRepeats({ columns: key }, checked),
  ].filter((finding) => finding !== null)
  if (findings.length === 0) return
  throw new Failure(
    'rows/key',
    `the rows of "${checked.name}" cannot be merged by key (${key.join(', ')}):\n${findings.map((finding) => `- ${finding}`).join('\n')}`,
    { help: 'Make the key unique in a transform (group by, or distinct), or choose other columns' },
  )
}

interface Match {
  readonly table: TableName
  readonly staged: TableName
  readonly key: readonly string[]
  readonly mask: (text: string) => string
}

/** Each staged row (`s`) stands for at most one of the table's (`t`). Throws a `Failure` (`rows/key`). */
export async function requireSingleMatches(
  { db }: Transaction,
  { table, staged, key, mask }: Match,
  sameKey: RawBuilder<unknown>,
): Promise<void> {
  const columns = columnIds(key, 's')
  const { rows } = await sql<Record<string, unknown>>`
    select ${columns} from ${tableId(staged)} as s join ${tableId(table)} as t on ${sameKey}
    group by ${columns} having count(*) > 1 order by ${columns} limit ${sql.lit(maxSamples)}`.execute(db)
  if (rows.length === 0) return
  throw new Failure(
    'rows/key',
    `table "${tableText(table)}" holds a key (${key.join(', ')}) more than once, so no row can be merged into it, e.g. ${rows.map((row) => `(${formatRow(row, mask)})`).join(' ')}`,
    { help: 'Remove the repeated rows of the table, or choose other columns for the key' },
  )
}
