import type { Dataset } from '../../dataset/column.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import { type Judgement, runChecks } from '../checks/run-checks.ts'
import { withJudgement } from '../checks/with-judgement.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { checkResult } from './check-result.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { type Filled, fillTable } from './fill-table.ts'
import { LoadLedger, loadKey } from './ledger.ts'
import { isAskedAgain, isSameLoad, loadAgain } from './load-again.ts'
import { LoadCursors } from './load-cursors.ts'
import { mayFill } from './may-fill.ts'
import type { TableLoad } from './options.ts'
import { type Incoming, type Prepared, prepareTable } from './prepare-table.ts'
import { nothingPublished } from './publication.ts'
import type { During } from './say-waits.ts'
import { readTarget } from './target-table.ts'
import { alreadyLoaded, leftOut, loaded, withNotes } from './tell-load.ts'

type Context = StepContext<TableLoad>

/** A load into a table, whichever way its rows get there. */
export interface Load {
  readonly table: TableName
  readonly dataset: Dataset
  readonly content: Promise<string>
  /** For what has to wait for other loads. */
  readonly during: During
  /** Where its rows are in the transaction already: a table that is to become the load's. */
  readonly made?: TableName
}

/** What was made before the transaction. */
export type Made = Pick<Prepared, 'isNew' | 'added'>

export const nothingMade: Made = { isNew: false, added: [] }

/** Stages, checks and publishes the rows and enters them in the ledger, unless it has them already. */
export async function loadInTransaction(
  transaction: Transaction,
  context: Context,
  load: Load,
  madeBefore: Made,
): Promise<StepOutcome> {
  const { options } = context
  const { table, dataset, content, during } = load
  const { begin, requireWhole, ahead } = loadDialects[transaction.dialect]
  await during(begin(transaction, table))
  const key = loadKey(context, options.table)
  const ledger = new LoadLedger(transaction)
  await during(ledger.prepare())
  const cursors = await during(LoadCursors.open(transaction, context, table))
  await forgetGone(transaction, ledger, context, table)
  const before = await ledger.find(key)
  const now = { rows: dataset.rows, at: context.ports.clock.now().toISOString() }
  if (
    before !== undefined &&
    !isAskedAgain(context) &&
    isSameLoad(before, { ...now, content: await content }, options.mode)
  )
    return alreadyLoaded(context, before)
  const overtaken = cursors.overtaken()
  if (overtaken !== undefined || (dataset.rows === 0 && cursors.areKept)) {
    if (cursors.isAnew) await cursors.setBack(now.at)
    else if (overtaken === undefined)
      return withNotes(leftOut(dataset, 'nothing new'), await cursors.keep(now.at))
    return leftOut(dataset, overtaken ?? 'nothing new')
  }
  if (before !== undefined) await loadAgain(ledger, context, { key, before, now })
  cursors.requireOnce()
  const { filled, judged, added, left, place } = await stageAndFill(transaction, context, load, madeBefore)
  const result = await checkResult(transaction, { table, place, columns: dataset.columns }, context)
  await requireWhole(transaction)
  // Not before its turn came: what was loaded last into a table is told by this.
  const at = context.ports.clock.now().toISOString()
  const { made } = load
  const target = (made && ahead?.entered(options.table, made)) ?? options.table
  await ledger.record(
    { ...key, target },
    { rows: dataset.rows, at, content: await content, mode: options.mode },
  )
  const again = await cursors.keep(now.at)
  const outcome = withNotes(
    loaded(context, dataset, { filled, added: [...madeBefore.added, ...added], left }),
    again,
  )
  return withJudgement(withJudgement(outcome, judged), result)
}

async function stageAndFill(
  transaction: Transaction,
  context: Context,
  load: Load,
  madeBefore: Made,
): Promise<{ filled: Filled; judged: Judgement } & Pick<Prepared, 'added' | 'left' | 'place'>> {
  const { options, mask, run } = context
  const { table, dataset, during } = load
  const { name, columns, rows } = dataset
  const prepared = await during(prepareTable(transaction, incoming(context, load), context.log))
  const isNew = prepared.isNew || madeBefore.isNew
  const isFilled = load.made !== undefined
  const direct =
    isFilled || (await mayFill(transaction, { table, words: options, isNew })) ? table : undefined
  const onRows = (done: number): void => context.progress({ rows: done })
  const rowsIn = isFilled ? prepared.place : await transaction.stage(onRows, direct)
  const staged = { transaction, table: rowsIn, name, columns, rows, mask }
  const judged = await runChecks(
    context.checks.filter(({ of }) => of !== 'result'),
    staged,
    context,
  )
  const at = run.at ?? `${run.date}T00:00:00.000Z`
  const filled =
    direct === undefined
      ? await fillTable(transaction, { table, words: options, at, prepared, staged, during })
      : { ...nothingPublished, deduplicated: 0, inserted: rows }
  const left = isNew ? [] : prepared.left
  return { filled, judged, added: prepared.added, left, place: prepared.place }
}

/** The rows as a table is prepared for them. */
export function incoming({ options, evolves = false }: Context, { table, dataset, made }: Load): Incoming {
  const words = { table, words: options, dataset: { ...dataset, name: options.from }, evolves }
  return made === undefined ? words : { ...words, made }
}

/** What was loaded into a table that is not there any more is gone with it. */
export async function forgetGone(
  transaction: Transaction,
  ledger: LoadLedger,
  { options }: Context,
  table: TableName,
): Promise<void> {
  if ((await readTarget(transaction, table)) === undefined) await ledger.forgetTable(options.table)
}
