import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName } from '../../ports/database.ts'
import type { Checked, Finding } from '../checks/checked.ts'
import { findNulls } from '../checks/find-nulls.ts'
import { areWhole, findRepeats } from '../checks/find-repeats.ts'
import { tableId } from '../sql/identifier.ts'
import type { ColumnPair } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import type { RepeatedKeys, TableWords } from './table-options.ts'

/** The staged rows, each with a key of its own. */
export interface Unrepeated {
  readonly staged: TableName
  /** Rows that another one of the same key stands for. */
  readonly deduplicated: number
}

/**
 * Each staged row has a whole key, and no two the same: where several have, `repeated-keys` says which one stays.
 * Throws a `Failure` (`rows/key`) that lists the keys.
 */
export async function resolveKeys(
  { key, repeatedKeys = 'fail', unordered }: TableWords,
  pairs: readonly ColumnPair[],
  checked: Checked,
): Promise<Unrepeated> {
  if (key.length === 0) return { staged: checked.table, deduplicated: 0 }
  requireColumns(key, 'the key', checked)
  if (typeof repeatedKeys === 'object') requireColumns([repeatedKeys.latestBy], '`latest-by`', checked)
  const nulls = await findNulls({ rule: 'not-null', columns: key }, checked)
  const compared = comparedKeys(key, pairs, checked)
  const surplus = await countSurplus(key, compared, checked)
  const mayRepeat = repeatedKeys !== 'fail'
  if (nulls !== null || (surplus > 0 && !mayRepeat)) {
    const repeats = surplus > 0 && !mayRepeat ? await findRepeats({ columns: key }, checked, compared) : null
    throw keyFailure(key, checked, { nulls, repeats, unordered: unordered === true })
  }
  if (surplus === 0 || !mayRepeat) return { staged: checked.table, deduplicated: 0 }
  const { transaction, table, columns } = checked
  const order = orderBy(repeatedKeys, checked)
  const { keepFirst } = loadDialects[transaction.dialect]
  const staged = await keepFirst(transaction, { staged: table, columns, key: compared, order })
  return { staged, deduplicated: surplus }
}

function requireColumns(names: readonly string[], what: string, { name, columns }: Checked): void {
  const missing = names.find((wanted) => !columns.some((column) => column.name === wanted))
  if (missing === undefined) return
  throw new Failure('rows/key', `"${name}" has no column "${missing}" for ${what}`, {
    help: `Its columns are ${columns.map((column) => column.name).join(', ')}`,
  })
}

function keyFailure(
  key: readonly string[],
  { name }: Checked,
  {
    nulls,
    repeats,
    unordered,
  }: { readonly nulls: Finding; readonly repeats: Finding; readonly unordered: boolean },
): Failure {
  const rules = unordered
    ? 'Say which row counts (`repeated-keys: { latest-by: column }`), or make the keys unique in the query'
    : 'Say which row counts (`repeated-keys: first`, `last` or `latest-by: column`), or choose other columns for the key'
  const findings = [nulls, repeats].filter((finding) => finding !== null).map((finding) => `- ${finding}`)
  return new Failure(
    'rows/key',
    `the rows of "${name}" cannot be loaded by key (${key.join(', ')}):\n${findings.join('\n')}`,
    {
      help:
        nulls === null
          ? rules
          : 'Leave out rows without a key in a transform, or choose other columns for the key',
    },
  )
}

/** As the table compares them: to a table that overlooks case, `a` and `A` are one key. */
function comparedKeys(
  key: readonly string[],
  pairs: readonly ColumnPair[],
  { transaction }: Checked,
): readonly RawBuilder<unknown>[] {
  const { comparedKey } = loadDialects[transaction.dialect]
  return key.map((name) => {
    const pair = pairs.find(({ source }) => source.name === name)
    return pair === undefined ? sql.id('s', name) : comparedKey(pair)
  })
}

async function countSurplus(
  names: readonly string[],
  key: readonly RawBuilder<unknown>[],
  { transaction, table }: Checked,
): Promise<number> {
  const { rows } = await sql<{ surplus: unknown }>`
    select coalesce(sum(n - 1), 0) as surplus from (
      select count(*) as n from ${tableId(table)} as s where ${areWhole(names)} group by ${sql.join(key)} having count(*) > 1
    ) as repeated`.execute(transaction.db)
  return Number(rows[0]?.surplus)
}

/** Of rows that are equally late, the last of the source stays. */
function orderBy(
  rule: Exclude<RepeatedKeys, 'fail'>,
  { transaction, columns }: Checked,
): RawBuilder<unknown> {
  const { sourceOrder, largestFirst } = loadDialects[transaction.dialect]
  if (rule === 'first') return sourceOrder('asc', columns)
  const last = sourceOrder('desc', columns)
  if (rule === 'last') return last
  const column = columns.find(({ name }) => name === rule.latestBy)
  return column === undefined ? last : sql`${largestFirst(column)}, ${last}`
}
