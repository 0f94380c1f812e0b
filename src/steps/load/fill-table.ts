import type { Transaction, TableName } from '../../ports/database.ts'
import type { Checked } from '../checks/checked.ts'
import type { LoadDialect } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { isSameOrder } from './match-columns.ts'
import type { Prepared } from './prepare-table.ts'
import type { Published } from './publication.ts'
import { publish } from './publish.ts'
import { resolveKeys } from './repeated-keys.ts'
import { requireLossless } from './require-lossless.ts'
import type { During } from './say-waits.ts'
import type { TableWords } from './table-options.ts'

/** What became of the staged rows. */
export interface Filled extends Published {
  /** Rows that another one of the same key stands for. */
  readonly deduplicated: number
}

/**
 * Moves staged rows into a prepared table: repeated keys resolved, nothing lost on the way, by the mode's own rule.
 * Throws a `Failure` (`rows/key`, `rows/lossy`, …) before the table is touched.
 */
export async function fillTable(
  transaction: Transaction,
  {
    table,
    words,
    at,
    prepared,
    staged,
    during,
  }: {
    readonly table: TableName
    readonly words: TableWords
    /** The run's logical time (ISO, UTC). */
    readonly at: string
    readonly prepared: Prepared
    /** The rows, in a table that is read in the order of the source. */
    readonly staged: Checked
    readonly during: During
  },
): Promise<Filled> {
  const { target, pairs } = prepared
  const { columns, mask } = staged
  await requireLossless(transaction, { staged: staged.table, table, pairs, mask })
  const { staged: rows, deduplicated } = await resolveKeys(words, pairs, staged)
  const dialect = loadDialects[transaction.dialect]
  const published = await publish({
    transaction,
    dialect: saying(dialect, during),
    staged: rows,
    table,
    target,
    pairs,
    sameOrder: pairs.length === columns.length && isSameOrder(columns, target),
    words,
    rows: staged.rows - deduplicated,
    at,
    mask,
  })
  return { ...published, deduplicated }
}

function saying(dialect: LoadDialect, during: During): LoadDialect {
  const { takeTurns, enter } = dialect
  return {
    ...dialect,
    takeTurns: (...turn) => during(takeTurns(...turn)),
    ...(enter === undefined ? {} : { enter: (...turn) => during(enter(...turn)) }),
  }
}
