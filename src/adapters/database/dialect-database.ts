import { Kysely, sql } from 'kysely'
import type { Dataset } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { encodeLiterals } from '../../dataset/encode/encode-literals.ts'
import { encodeValues } from '../../dataset/encode/encode-load-data.ts'
import type {
  AnyTables,
  AuthorQuery,
  Connection,
  Database,
  StagedQuery,
  TableName,
  Transaction,
} from '../../ports/database.ts'
import { columnIds, tableId } from '../../steps/sql/identifier.ts'
import { families } from './dialect-family.ts'
import { describeThroughDialect, selectThroughDialect } from './dialect-select.ts'
import { type DialectSession, asked, begin, guarded, rowsOf } from './dialect-session.ts'
import { loadDialectModule } from './load-dialect-module.ts'
import { refuseFiles } from './refuse-files.ts'
import { makeStaged, staged } from './staged-table.ts'
import { staging } from './staging.ts'
import { transact } from './transact.ts'

/** A database that a module of the author's connects to. Rows are staged by inserts, and come as the texts that the database makes of them. */
export async function openDialect(
  connection: Connection,
  workspace: string,
  signal: AbortSignal,
): Promise<Database> {
  signal.throwIfAborted()
  const { dialect, speaks } = await loadDialectModule(connection, workspace)
  const kysely = new Kysely<AnyTables>({ dialect })
  const session = { kysely, speaks, family: families[speaks], where: connection.dialect ?? '', signal }
  const abort = (): void => void kysely.destroy().catch(() => {})
  signal.addEventListener('abort', abort, { once: true })
  return {
    dialect: speaks,
    transaction: (dataset, work) => guarded(session, () => transactIn(session, dataset, work)),
    select: (query) => guarded(session, () => selectThroughDialect(session, query)),
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', abort)
      if (!signal.aborted) await kysely.destroy()
    },
  }
}

/** As nothing waits for it once it is aborted, it must not commit then. */
function transactIn<T>(
  session: DialectSession,
  dataset: Dataset | undefined,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const { kysely, speaks, signal } = session
  return transact(kysely, async (db) => {
    await begin(session, db)
    const answer = await work({
      dialect: speaks,
      db,
      stage: (onRows, into) => stage(session, db, { dataset: staging(dataset), into }, onRows),
      describe: (query) => describeThroughDialect(session, db, query),
      stageQuery: (query) => stageQuery(session, db, query),
      async read(text, parameters) {
        if (speaks === 'mysql') refuseFiles(text)
        return (await rowsOf(db, text, parameters)).rows
      },
    })
    signal.throwIfAborted()
    return answer
  })
}

async function stage(
  { speaks, signal }: DialectSession,
  db: Kysely<AnyTables>,
  { dataset, into }: { readonly dataset: Dataset; readonly into: TableName | undefined },
  onRows: (rows: number) => void,
): Promise<TableName> {
  const table = (speaks === 'sqlite' ? undefined : into) ?? staged
  if (table === staged) await makeStaged(db, speaks, dataset.columns)
  using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  const names = columnIds(dataset.columns.map(({ name }) => name))
  const head = sql`insert into ${tableId(table)} (${names}) values `.compile(db).sql
  const encode = speaks === 'mysql' ? encodeValues : encodeLiterals
  for (const values of encode(file)) {
    signal.throwIfAborted()
    await rowsOf(db, head + values.toString('utf8'), [])
  }
  onRows(dataset.rows)
  return table
}

async function stageQuery(
  session: DialectSession,
  db: Kysely<AnyTables>,
  query: AuthorQuery,
): Promise<StagedQuery> {
  const columns = await describeThroughDialect(session, db, query)
  await makeStaged(db, session.speaks, columns)
  const into = sql`insert into ${tableId(staged)} select * from`.compile(db).sql
  await asked(session, db, { before: `${into} (\n`, query, after: '\n) as selected' })
  const { rows } = await sql<{ n: unknown }>`select count(*) as n from ${tableId(staged)}`.execute(db)
  return { table: staged, columns, rows: Number(rows[0]?.n) }
}
