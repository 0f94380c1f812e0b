import { Failure } from '../../diagnostic/failure.ts'
import type { AuthorQuery, Database, StagedQuery, TableName } from '../../ports/database.ts'
import { loadDialects } from '../load/dialects/load-dialect.ts'
import { enterRows } from '../load/enter-rows.ts'
import { loadKey } from '../load/ledger.ts'
import { appendedBefore, isAskedAgain } from '../load/load-again.ts'
import { forgetGone, openLedger } from '../load/open-ledger.ts'
import { type Incoming, prepareTable } from '../load/prepare-table.ts'
import { beginning, type During, sayWaits } from '../load/say-waits.ts'
import { parseTable } from '../load/table-name.ts'
import { alreadyLoaded } from '../load/tell-load.ts'
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
    const ledger = await during(openLedger(transaction, table))
    const key = loadKey(context, options.table)
    await forgetGone(transaction, ledger, options.table)
    const before = await ledger.find(key)
    if (before !== undefined && options.mode === 'append') {
      if (isAskedAgain(context)) throw appendedBefore(context, before)
      return alreadyLoaded(context, before)
    }
    if (before !== undefined) await ledger.forget(key)
    const staged = await located(() => transaction.stageQuery(query), { context, dialect, placeOfSql })
    requireRows(staged, context)
    const { columns, rows } = staged
    context.progress({ rows })
    const prepared = await during(prepareTable(transaction, incoming(context, table, columns), context.log))
    const { stepId: name, mask } = context
    return enterRows(transaction, context, {
      table,
      words: { ...options, unordered: true },
      prepared: { ...prepared, added: [...addedBefore, ...prepared.added] },
      staged: { transaction, table: staged.table, name, columns, rows, mask },
      areThere: false,
      during,
      ledger,
      key,
    })
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
  if (loadDialects[dialect].definesInside) return []
  return database.transaction(undefined, async (ahead) => {
    const ledger = await during(openLedger(ahead, table))
    await forgetGone(ahead, ledger, context.options.table)
    const { placeOfSql } = context
    const columns = await located(() => ahead.describe(query), { context, dialect, placeOfSql })
    return (await prepareTable(ahead, incoming(context, table, columns), context.log)).added
  })
}

function incoming({ options, stepId }: Context, table: TableName, columns: StagedQuery['columns']): Incoming {
  return { table, words: options, dataset: { columns, name: stepId }, evolves: false }
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
