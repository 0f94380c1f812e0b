import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import { hashFile } from '../../cache/hash-file.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Connection, TableName, Transaction } from '../../ports/ports.ts'
import { type Judgement, runChecks } from '../checks/run-checks.ts'
import { withJudgement } from '../checks/with-judgement.ts'
import { checkResult } from './check-result.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { LoadLedger, loadKey } from './ledger.ts'
import { LoadCursors } from './load-cursors.ts'
import type { LoadKey, LoadRecord } from './ledger.ts'
import { isSameOrder, matchColumns } from './match-columns.ts'
import type { TableLoad } from './options.ts'
import { publish } from './publish.ts'
import { parseTable } from './table-name.ts'
import type { Published } from './publish.ts'
import { requireKeys } from './require-keys.ts'
import { requireLossless } from './require-lossless.ts'
import { createTarget, readTarget } from './target-table.ts'
import { counted, number } from '../../text/quantities.ts'

type Context = StepContext<TableLoad>

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
  const content = hashFile(dataset.path)
  content.catch(() => {})
  await using database = await ports.databases.open(connection, workspace, signal)
  return await database.transaction(dataset, async (transaction) =>
    loadInto(transaction, context, { dataset, content }),
  )
}

async function makeFolder({ url }: Connection, workspace: string): Promise<void> {
  const path = sqlitePath(url) ?? ''
  if (path !== '' && path !== ':memory:') await mkdir(dirname(resolve(workspace, path)), { recursive: true })
}

async function loadInto(
  transaction: Transaction,
  context: Context,
  { dataset, content }: { readonly dataset: Dataset; readonly content: Promise<string> },
): Promise<StepOutcome> {
  const { options } = context
  const table = parseTable(options.table)
  const key = loadKey(context, options.table)
  const ledger = new LoadLedger(transaction)
  await ledger.prepare()
  const cursors = await LoadCursors.open(transaction, context, table)
  const before = await ledger.find(key)
  const now = { rows: dataset.rows, at: context.ports.clock.now().toISOString() }
  if (
    before !== undefined &&
    !cursors.isAnew &&
    isSameLoad(before, { ...now, content: await content }, options.mode)
  )
    return alreadyLoaded(context, before)
  const overtaken = cursors.overtaken()
  if (overtaken !== undefined) return leftAlone(dataset, overtaken)
  if (dataset.rows === 0 && cursors.areKept) {
    await cursors.keep(now.at)
    return leftAlone(dataset, 'nothing new')
  }
  if (before !== undefined && cursors.isAnew) await ledger.forget(key)
  else if (before !== undefined) await loadAgain(ledger, context, { key, before, now })
  const { published, judged } = await stageAndPublish(transaction, context, { table, dataset })
  const result = await checkResult(transaction, { table, columns: dataset.columns }, context)
  await ledger.record(key, { ...now, content: await content, mode: options.mode })
  await cursors.keep(now.at)
  return withJudgement(withJudgement(outcome(context, dataset, published), judged), result)
}

async function stageAndPublish(
  transaction: Transaction,
  context: Context,
  { table, dataset }: { table: TableName; dataset: Dataset },
): Promise<{ published: Published; judged: Judgement }> {
  const { options } = context
  const { name, columns, rows } = dataset
  const found = await readTarget(transaction, table)
  const target = found ?? (await makeTarget(transaction, context, { table, dataset }))
  const pairs = matchColumns(columns, target, { table, from: options.from })
  const filled = found === undefined && mayFill(transaction, options) ? table : undefined
  const staged = await transaction.stage((done) => context.progress({ rows: done }), filled)
  const { mask } = context
  const checked = { transaction, table: staged, name, columns, rows, mask }
  const judged = await runChecks(
    context.checks.filter(({ of }) => of !== 'result'),
    checked,
    context,
  )
  if (filled !== undefined)
    return { published: { inserted: rows, updated: 0, unchanged: 0, removed: 0 }, judged }
  if (options.mode === 'merge') await requireKeys(options.key, checked)
  await requireLossless(transaction, { staged, table, pairs, mask })
  const { mode, key } = options
  const sameOrder = isSameOrder(columns, target)
  const published = await publish(transaction, { staged, table, pairs, sameOrder, mode, key, rows, mask })
  return { published, judged }
}

/**
 * A table that this load makes is seen by nobody else, has no rows of its own and the very types of the dataset: the rows
 * can be staged in it. With a key, its repetitions are to be told before the database trips over them.
 */
function mayFill({ dialect }: Transaction, { mode, key }: TableLoad): boolean {
  return dialect === 'postgres' && key.length === 0 && (mode === 'append' || mode === 'replace')
}

async function makeTarget(
  transaction: Transaction,
  { options, log }: Context,
  { table, dataset }: { table: TableName; dataset: Dataset },
): ReturnType<typeof existing> {
  await createTarget(transaction, table, { columns: dataset.columns, key: options.key })
  log(`table "${options.table}" made`)
  return existing(transaction, table)
}

async function existing(transaction: Transaction, table: TableName) {
  const columns = await readTarget(transaction, table)
  if (columns === undefined)
    throw new Failure('table/missing', `table "${table.name}" was made but cannot be found`)
  return columns
}

/**
 * Whether the same rows were loaded. Of a load entered without its content only their number is known: enough not to
 * append twice, while the other modes may as well load again.
 */
function isSameLoad(before: LoadRecord, now: LoadRecord, mode: TableLoad['mode']): boolean {
  return before.content === undefined
    ? mode === 'append' && before.rows === now.rows
    : before.content === now.content
}

/**
 * In a run that is resumed, what the rows are made of may have been made again, of other rows than before. Loading them
 * again is right where that leaves the same table as loading them once would have; appending them would double some.
 */
async function loadAgain(
  ledger: LoadLedger,
  { options, log }: Context,
  {
    key,
    before,
    now,
  }: { readonly key: LoadKey; readonly before: LoadRecord; readonly now: { readonly rows: number } },
): Promise<void> {
  const difference =
    before.rows === now.rows ? 'they are not the same now' : `there are now ${number(now.rows)}`
  const told = `${counted(before.rows, 'row')} at ${before.at}, and ${difference}`
  if (options.mode === 'append')
    throw new Failure('load/changed', `this run has appended to "${options.table}" already: ${told}`, {
      help: 'Remove those rows and run the pipeline anew, or load with `mode: merge`',
    })
  log(`"${options.table}" is loaded again: this run had loaded ${told}`)
  await ledger.forget(key)
}

function alreadyLoaded({ options, log, windows }: Context, { rows, at }: LoadRecord): StepOutcome {
  const note = `already loaded ${windows === undefined || windows.length === 0 ? 'by this run ' : ''}at ${at} (${counted(rows, 'row')}): "${options.table}" is left as it is`
  log(note)
  return { rows: { read: rows, loaded: 0, rejected: 0, filtered: 0, deduplicated: 0, unchanged: rows }, note }
}

function leftAlone({ rows }: Dataset, note: string): StepOutcome {
  return { rows: { read: rows, loaded: 0, rejected: 0, filtered: 0, deduplicated: 0, unchanged: rows }, note }
}

function outcome({ options }: Context, { rows }: Dataset, published: Published): StepOutcome {
  const { inserted, updated, unchanged } = published
  return {
    rows: { read: rows, loaded: inserted + updated, rejected: 0, filtered: 0, deduplicated: 0, unchanged },
    note: `${options.table}: ${describe(published, options.mode)}`,
  }
}

function describe({ inserted, updated, unchanged, removed }: Published, mode: TableLoad['mode']): string {
  if (mode === 'append') return `${counted(inserted, 'row')} added`
  if (mode === 'replace') return `${counted(inserted, 'row')} in place of ${number(removed)}`
  return `${counted(inserted, 'row')} inserted, ${number(updated)} changed, ${number(unchanged)} unchanged`
}
