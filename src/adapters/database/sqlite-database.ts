import { isAbsolute, join } from 'node:path'
import { Kysely } from 'kysely'
import type { Dataset } from '../../dataset/column.ts'
import type { AnyTables, Database, Transaction } from '../../ports/database.ts'
import type { SqliteEngine, SqliteSession } from '../../ports/sqlite.ts'
import { sessionDialect } from './session-dialect.ts'
import { inNewSqlite, rowsTable } from './sqlite-new.ts'
import { columnsOf, selectFromSqlite, stageQueryInSqlite } from './sqlite-select.ts'
import { withFile } from './sqlite-with-file.ts'
import { staging } from './staging.ts'
import { transact } from './transact.ts'

const staged = 'millrace_staged'

/** A SQLite file. Its dataset is staged by attaching it: the rows are not copied. */
export function openSqlite(
  plain: SqliteEngine,
  { path, workspace }: { path: string; workspace: string },
  signal: AbortSignal,
): Database {
  const absolute = isAbsolute(path) || path === ':memory:' ? path : join(workspace, path)
  const engine = path === ':memory:' ? plain : withFile(plain, { path: absolute, named: path })
  const selecting = new AsyncDisposableStack()
  return {
    dialect: 'sqlite',
    transaction: (dataset, work) => transaction(engine, absolute, dataset, work, signal),
    transactionInNew: (dataset, draft, work) =>
      inNewSqlite({ path: absolute, draft, engine, signal }, dataset, (session) =>
        transactionOf(session, { ...dataset, tableName: rowsTable }, 'main', work),
      ),
    async select(query) {
      const options = { path: absolute, readOnly: absolute !== ':memory:', functions: true }
      return selectFromSqlite(selecting.use(await engine.open(options, signal)), query)
    },
    [Symbol.asyncDispose]: () => selecting.disposeAsync(),
  }
}

async function transaction<T>(
  engine: SqliteEngine,
  path: string,
  dataset: Dataset | undefined,
  work: (transaction: Transaction) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  await using session = await engine.open(
    {
      path,
      attach: dataset === undefined ? [] : [{ name: staged, path: dataset.path }],
      functions: true,
    },
    signal,
  )
  return await transactionOf(session, dataset, staged, work)
}

/** `schema`: where the dataset's table is. */
function transactionOf<T>(
  session: SqliteSession,
  dataset: Dataset | undefined,
  schema: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const kysely = new Kysely<AnyTables>({ dialect: sessionDialect(session) })
  return transact(kysely, (db) =>
    work({
      dialect: 'sqlite',
      db,
      async stage(onRows) {
        const { rows, name, tableName = name } = staging(dataset)
        onRows(rows)
        return { schema, name: tableName }
      },
      describe: async (query) => columnsOf(await session.describe({ ...query, guard: {} }), query, session),
      stageQuery: (query) => stageQueryInSqlite(session, query),
      read: async (sql, parameters) => (await session.query({ sql, parameters, guard: {} })).rows,
    }),
  )
}
