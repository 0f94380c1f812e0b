import { Failure } from '../../diagnostic/failure.ts'
import type { AuthorQuery, Database, StagedQuery, TableName, Transaction } from '../../ports/database.ts'
import { runChecks } from '../checks/run-checks.ts'
import { withJudgement } from '../checks/with-judgement.ts'
import { checkResult } from '../load/check-result.ts'
import { loadDialects } from '../load/dialects/load-dialect.ts'
import { fillTable } from '../load/fill-table.ts'
import { LoadLedger, loadKey } from '../load/ledger.ts'
import { appendedBefore, isAskedAgain } from '../load/load-again.ts'
import { type Incoming, prepareTable } from '../load/prepare-table.ts'
import { beginning, type During, sayWaits } from '../load/say-waits.ts'
import { parseTable } from '../load/table-name.ts'
import { readTarget } from '../load/target-table.ts'
import { alreadyLoaded, loaded } from '../load/tell-load.ts'
import { boundQuery, locateInDatabase } from '../sql/database-query.ts'
import { openConnection } from '../sql/open-connection.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import type { InConnection } from './in-connection-options.ts'

type Context = StepContext<InConnection>

/**
 * Runs a query inside a database and puts what it selects into a table there: staged, checked, published and entered in
 * the ledger in one transaction, as a load does it. No row leaves the database.
 */
export async function transformInConnection(context: Context): Promise<StepOutcome> {
  const { options, bind, placeOfSql } = context
  await using database = await openConnection(context, options.in)
  const { dialect } = database
  const table = parseTable(options.table)
  const query = boundQuery(options.sql, dialect, bind)
  const during = sayWaits(context, { dialect, table })
  const addedBefore = await prepareAhead(database, context, { table, query, during })
  return await beginning(database, { dataset: undefined, during }, async (transaction) => {
    await during(loadDialects[dialect].begin(transaction, table))
    const ledger = new LoadLedger(transaction)
    await during(ledger.prepare())
    const key = loadKey(context, options.table)
    if ((await readTarget(transaction, table)) === undefined) await ledger.forgetTable(options.table)
    const before = await ledger.find(key)
    if (before !== undefined && options.mode === 'append') {
      if (isAskedAgain(context)) throw appendedBefore(context, before)
      return alreadyLoaded(context, before)
    }
    if (before !== undefined) await ledger.forget(key)
    const staged = await located(() => transaction.stageQuery(query), { context, dialect, placeOfSql })
    requireRows(staged, context)
    const outcome = await fill(transaction, context, { table, staged, addedBefore, during })
    await loadDialects[dialect].requireWhole(transaction)
    const at = context.ports.clock.now().toISOString()
    await ledger.record(key, { rows: staged.rows, at, content: undefined, mode: options.mode })
    return outcome
  })
}

/** Where making a table commits, it is made before, by the columns that the query will answer. */
async function prepareAhead(
  database: Database,
  context: Context,
  {
    table,
    query,
    during,
  }: { readonly table: TableName; readonly query: AuthorQuery; readonly during: During },
): Promise<readonly string[]> {
  const { dialect } = database
  const { definesInside, begin } = loadDialects[dialect]
  if (definesInside) return []
  return database.transaction(undefined, async (ahead) => {
    await during(begin(ahead, table))
    const ledger = new LoadLedger(ahead)
    await during(ledger.prepare())
    const { placeOfSql } = context
    const columns = await located(() => ahead.describe(query), { context, dialect, placeOfSql })
    const { isNew, added } = await prepareTable(ahead, incoming(context, table, columns), context.log)
    if (isNew) await ledger.forgetTable(context.options.table)
    return added
  })
}

function incoming({ options, stepId }: Context, table: TableName, columns: StagedQuery['columns']): Incoming {
  return { table, words: options, dataset: { columns, name: stepId }, evolves: false }
}

async function fill(
  transaction: Transaction,
  context: Context,
  {
    table,
    staged,
    addedBefore,
    during,
  }: {
    readonly table: TableName
    readonly staged: StagedQuery
    readonly addedBefore: readonly string[]
    readonly during: During
  },
): Promise<StepOutcome> {
  const { options, mask, run, stepId, log } = context
  const { columns, rows } = staged
  context.progress({ rows })
  const prepared = await during(prepareTable(transaction, incoming(context, table, columns), log))
  const checked = { transaction, table: staged.table, name: stepId, columns, rows, mask }
  const judged = await runChecks(
    context.checks.filter(({ of }) => of !== 'result'),
    checked,
    context,
  )
  const at = run.at ?? `${run.date}T00:00:00.000Z`
  const filled = await fillTable(transaction, {
    table,
    words: { ...options, unordered: true },
    at,
    prepared,
    staged: checked,
    during,
  })
  const result = await checkResult(transaction, { table, columns }, context)
  const added = [...addedBefore, ...prepared.added]
  const outcome = loaded(context, staged, { filled, added })
  return withJudgement(withJudgement(outcome, judged), result)
}

function requireRows({ rows }: StagedQuery, { options, stepId }: Context): void {
  if (rows > 0 || options.allowEmpty) return
  throw new Failure('rows/empty', `the query selects no rows; table "${options.table}" is left as it is`, {
    help: `Set "allow-empty: true" in "${stepId}" if no rows are to be expected`,
  })
}

async function located<T>(
  work: () => Promise<T>,
  {
    context,
    dialect,
    placeOfSql,
  }: {
    readonly context: Context
    readonly dialect: Database['dialect']
    readonly placeOfSql: StepContext['placeOfSql']
  },
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw await locateInDatabase(error, { text: context.options.sql, dialect }, placeOfSql)
  }
}
