import type { TableName, Transaction } from '../../ports/database.ts'
import type { Checked } from '../checks/checked.ts'
import { runChecks } from '../checks/run-checks.ts'
import { withJudgement } from '../checks/with-judgement.ts'
import { requireAccounted } from '../row-balance.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { checkResult } from './check-result.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { fillTable } from './fill-table.ts'
import type { LoadKey, LoadLedger } from './ledger.ts'
import type { Prepared } from './prepare-table.ts'
import { nothingPublished } from './publication.ts'
import { requireRowsNamed } from './require-rows-named.ts'
import type { During } from './say-waits.ts'
import type { TableWords } from './table-options.ts'
import { loaded } from './tell-load.ts'

/** Rows in a table of the transaction that are for another one, which is prepared for them. */
export interface Entering {
  readonly table: TableName
  readonly words: TableWords
  readonly prepared: Prepared
  readonly staged: Checked
  /** They have been staged in the very table. */
  readonly areThere: boolean
  readonly during: During
  readonly ledger: LoadLedger
  readonly key: LoadKey
  /** Absent: what they are is not known, only how many. */
  readonly content?: Promise<string>
}

/**
 * The end of all that fills a table: the rows are judged, put there, judged as a part of it, accounted for, and entered in
 * the ledger. Then the transaction may commit.
 */
export async function enterRows(
  transaction: Transaction,
  context: StepContext<TableWords>,
  { table, words, prepared, staged, areThere, during, ledger, key, content }: Entering,
): Promise<StepOutcome> {
  const { run, ports } = context
  const { rows, columns } = staged
  const onRows = context.checks.filter(({ of }) => of !== 'result')
  requireRowsNamed(onRows, staged.name, table)
  const judged = await runChecks(onRows, staged, context)
  const at = run.at ?? `${run.date}T00:00:00.000Z`
  const filled = areThere
    ? { ...nothingPublished, deduplicated: 0, inserted: rows }
    : await fillTable(transaction, { table, words, at, prepared, staged, during })
  const { added, left, place } = prepared
  const outcome = loaded(context, staged, { filled, added, left })
  requireAccounted(outcome)
  const result = await checkResult(transaction, { table, place, columns, from: staged.name }, context)
  await loadDialects[transaction.dialect].requireWhole(transaction)
  // Not before its turn came: what was loaded last into a table is told by this.
  const now = ports.clock.now().toISOString()
  await ledger.record(key, { rows, at: now, content: await content, mode: words.mode })
  return withJudgement(withJudgement(outcome, judged), result)
}
