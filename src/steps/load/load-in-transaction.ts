import type { Dataset } from '../../dataset/column.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { type Entering, enterRows } from './enter-rows.ts'
import { loadKey } from './ledger.ts'
import { isAskedAgain, isSameLoad, loadAgain } from './load-again.ts'
import { LoadCursors } from './load-cursors.ts'
import { mayFill } from './may-fill.ts'
import { forgetGone, openLedger } from './open-ledger.ts'
import type { TableLoad } from './options.ts'
import { type Incoming, type Prepared, prepareTable } from './prepare-table.ts'
import type { During } from './say-waits.ts'
import { alreadyLoaded, leftOut, withNotes } from './tell-load.ts'

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
  const ledger = await during(openLedger(transaction, table))
  const key = loadKey(context, options.table)
  const cursors = await during(LoadCursors.open(transaction, context, table))
  await forgetGone(transaction, ledger, options.table)
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
  const rows = await stageRows(transaction, context, load, madeBefore)
  const { made } = load
  const target = (made && loadDialects[transaction.dialect].ahead?.entered(options.table, made)) ?? key.target
  const entering = { table, words: options, during, ledger, key: { ...key, target }, content, ...rows }
  const outcome = await enterRows(transaction, context, entering)
  return withNotes(outcome, await cursors.keep(now.at))
}

/** Where the rows are, and what their table is like by then. */
async function stageRows(
  transaction: Transaction,
  context: Context,
  load: Load,
  madeBefore: Made,
): Promise<Pick<Entering, 'prepared' | 'staged' | 'areThere'>> {
  const { options, mask } = context
  const { table, dataset, during } = load
  const { name, columns, rows } = dataset
  const prepared = await during(prepareTable(transaction, incoming(context, load), context.log))
  const isNew = prepared.isNew || madeBefore.isNew
  const isFilled = load.made !== undefined
  const direct =
    isFilled || (await mayFill(transaction, { table, words: options, isNew })) ? table : undefined
  const onRows = (done: number): void => context.progress({ rows: done })
  const rowsIn = isFilled ? prepared.place : await transaction.stage(onRows, direct)
  return {
    prepared: {
      ...prepared,
      added: [...madeBefore.added, ...prepared.added],
      left: isNew ? [] : prepared.left,
    },
    staged: { transaction, table: rowsIn, name, columns, rows, mask },
    areThere: direct !== undefined,
  }
}

/** The rows as a table is prepared for them. */
export function incoming({ options, evolves = false }: Context, { table, dataset, made }: Load): Incoming {
  const words = { table, words: options, dataset: { ...dataset, name: options.from }, evolves }
  return made === undefined ? words : { ...words, made }
}
