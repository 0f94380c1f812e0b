import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import { contentOf } from '../../dataset/dataset-content.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Connection, Database } from '../../ports/database.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { type Load, loadInTransaction, nothingMade } from './load-in-transaction.ts'
import type { TableLoad } from './options.ts'
import { isFirstLoad, prepareLoad } from './prepare-load.ts'
import { beginning, sayWaits } from './say-waits.ts'
import { parseTable } from './table-name.ts'
import { takesRowsAsTheyAre } from './table-options.ts'

type Context = StepContext<TableLoad>

/**
 * Loads a dataset into a table: staged, checked, published and entered in the ledger in one transaction. The same
 * step of the same run loads once, however often it is tried.
 *
 * The rows may be in the database already, or their file may become one; where neither is so, they are moved.
 */
export async function loadTable(context: Context, dataset: Dataset): Promise<StepOutcome> {
  const connection = connectionOf(context)
  await makeFolder(connection, context.workspace)
  const load = begin(context, connection, dataset)
  const fromAhead = await finishAhead(context, connection, load)
  if (fromAhead !== undefined) return fromAhead
  await using database = await context.ports.databases.open(connection, context.workspace, context.signal)
  return (await loadIntoNew(database, context, load)) ?? (await loadMoved(database, context, load))
}

function connectionOf({ connections, options }: Context): Connection {
  const connection = connections[options.into]
  if (connection === undefined)
    throw new Failure('database/connection', `there is no connection "${options.into}"`)
  return connection
}

async function makeFolder({ url }: Connection, workspace: string): Promise<void> {
  const path = sqlitePath(url) ?? ''
  if (path !== '' && path !== ':memory:') await mkdir(dirname(resolve(workspace, path)), { recursive: true })
}

function begin(context: Context, { url }: Connection, dataset: Dataset): Load {
  // Needed at the end, or to compare: until then the database is at work.
  const content = contentOf(dataset.path)
  content.catch(() => {})
  const table = parseTable(context.options.table)
  const dialect = sqlitePath(url) === undefined ? undefined : 'sqlite'
  return { table, dataset, content, during: sayWaits(context, { dialect, table }) }
}

/** Where the rows are in the database already, in a table that is to become the load's, on a connection that has waited for it. */
async function finishAhead(
  context: Context,
  connection: Connection,
  load: Load,
): Promise<StepOutcome | undefined> {
  const { ahead, options, signal } = context
  if (ahead?.of !== 'table') return undefined
  const { dataset } = load
  const isTaken = await ahead.take({
    options,
    connection,
    dataset,
    isFirst: (transaction) => isFirstLoad(transaction, context, load),
    signal,
  })
  if (!isTaken) return undefined
  return ahead.finish((transaction) =>
    loadInTransaction(transaction, context, { ...load, made: ahead.table }, nothingMade),
  )
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
    return loadInTransaction(transaction, aside, { ...load, made: rows }, nothingMade)
  })
  const outcome = await made?.catch((error: unknown) => {
    tell()
    throw error
  })
  // What was done for nothing is done again, and says it again.
  if (outcome !== undefined) tell()
  return outcome
}

/** Where the rows are moved into a database, which may want the table to be there before. */
async function loadMoved(database: Database, context: Context, load: Load): Promise<StepOutcome> {
  const before = await prepareLoad(database, context, load)
  return beginning(database, load, (transaction) => loadInTransaction(transaction, context, load, before))
}
