import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import { contentOf } from '../../dataset/dataset-content.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Connection, Database, TableName, Transaction } from '../../ports/ports.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
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
import { beginning, type During, sayWaits } from './say-waits.ts'
import { parseTable } from './table-name.ts'
import { takesRowsAsTheyAre } from './table-options.ts'
import { readTarget } from './target-table.ts'
import { alreadyLoaded, leftOut, loaded, withNotes } from './tell-load.ts'

type Context = StepContext<TableLoad>

interface Load {
  readonly table: TableName
  readonly dataset: Dataset
  readonly content: Promise<string>
  /** For what has to wait for other loads. */
  readonly during: During
  /** Where its rows are in the transaction already: a table that is to become the load's. */
  readonly made?: TableName
}

/**
 * Loads a dataset into a table: staged, checked, published and entered in the ledger in one transaction. The same
 * step of the same run loads once, however often it is tried.
 */
export async function loadTable(context: Context, dataset: Dataset): Promise<StepOutcome> {
  const { options, ports, workspace, signal } = context
  const connection = context.connections[options.into]
  if (connection === undefined)
    throw new Failure('database/connection', `there is no connection "${options.into}"`)
  await makeFolder(connection, workspace)
  // Needed at the end, or to compare: until then the database is at work.
  const content = contentOf(dataset.path)
  content.catch(() => {})
  const table = parseTable(options.table)
  const dialect = sqlitePath(connection.url) === undefined ? undefined : 'sqlite'
  const load = { table, dataset, content, during: sayWaits(context, { dialect, table }) }
  const { ahead } = context
  const isFirst = (transaction: Transaction): Promise<boolean> => isFirstLoad(transaction, context, load)
  if (ahead?.of === 'table' && (await ahead.take({ options, connection, dataset, isFirst, signal }))) {
    const outcome = await ahead.finish((transaction) =>
      loadInto(transaction, context, { ...load, made: ahead.table }, nothingMade),
    )
    if (outcome !== undefined) return outcome
  }
  await using database = await ports.databases.open(connection, workspace, signal)
  const inNew = await loadIntoNew(database, context, load)
  if (inNew !== undefined) return inNew
  const before = await prepareAhead(database, context, load)
  return await beginning(database, load, (transaction) => loadInto(transaction, context, load, before))
}

/** Whether the ledger does not know of the load, nor the database of the table. Where making a table commits, so may this. */
async function isFirstLoad(
  transaction: Transaction,
  context: Context,
  { table, during }: Load,
): Promise<boolean> {
  const ledger = await during(openLedger(transaction, table))
  const before = await ledger.find(loadKey(context, context.options.table))
  const { windows = [] } = context
  return before === undefined && windows.length === 0 && (await readTarget(transaction, table)) === undefined
}

/** The ledger, when it is the load's turn, without what loads that broke off have left in it. */
async function openLedger(transaction: Transaction, table: TableName): Promise<LoadLedger> {
  const { begin, ahead } = loadDialects[transaction.dialect]
  await begin(transaction, table)
  const ledger = new LoadLedger(transaction)
  await ledger.prepare()
  await ahead?.clear?.(transaction)
  return ledger
}

/** Where there is not even a database yet, it can be made of the dataset's file. */
async function loadIntoNew(
  database: Database,
  context: Context,
  load: Load,
): Promise<StepOutcome | undefined> {
  const { options, windows = [], scratch } = context
  if (windows.length > 0 || !takesRowsAsTheyAre(options)) return undefined
  const said: Parameters<Context['log']>[] = []
  const aside = { ...context, log: (...line: Parameters<Context['log']>) => void said.push(line) }
  const tell = (): void => said.forEach((line) => context.log(...line))
  const made = database.transactionInNew?.(load.dataset, join(scratch, 'new.sqlite'), async (transaction) => {
    const rows = await transaction.stage(() => {})
    return loadInto(transaction, aside, { ...load, made: rows }, nothingMade)
  })
  const outcome = await made?.catch((error: unknown) => {
    tell()
    throw error
  })
  // What was done for nothing is done again, and says it again.
  if (outcome !== undefined) tell()
  return outcome
}

async function makeFolder({ url }: Connection, workspace: string): Promise<void> {
  const path = sqlitePath(url) ?? ''
  if (path !== '' && path !== ':memory:') await mkdir(dirname(resolve(workspace, path)), { recursive: true })
}

/** What was made before the transaction. */
type Made = Pick<Prepared, 'isNew' | 'added'>

const nothingMade: Made = { isNew: false, added: [] }

/**
 * Where making a table commits, all that is to be made is made before the rows are moved, each by itself and only where
 * it is not there.
 */
async function prepareAhead(database: Database, context: Context, load: Load): Promise<Made> {
  if (loadDialects[database.dialect].definesInside) return nothingMade
  return database.transaction(undefined, async (ahead) => {
    const ledger = await load.during(openLedger(ahead, load.table))
    await LoadCursors.prepare(ahead, context, load.table)
    await forgetGone(ahead, ledger, context, load.table)
    const before = await ledger.find(loadKey(context, context.options.table))
    const { mode } = context.options
    const { rows } = load.dataset
    const isAgain = isAskedAgain(context)
    if (before !== undefined && !isAgain && isSameLoad(before, { rows, content: await load.content }, mode))
      return nothingMade
    return prepareTable(ahead, incoming(context, load), context.log)
  })
}

function incoming({ options, evolves = false }: Context, { table, dataset, made }: Load): Incoming {
  const words = { table, words: options, dataset: { ...dataset, name: options.from }, evolves }
  return made === undefined ? words : { ...words, made }
}

/** What was loaded into a table that is not there any more is gone with it. */
async function forgetGone(
  transaction: Transaction,
  ledger: LoadLedger,
  { options }: Context,
  table: TableName,
): Promise<void> {
  if ((await readTarget(transaction, table)) === undefined) await ledger.forgetTable(options.table)
}

async function loadInto(
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
