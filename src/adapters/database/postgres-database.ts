import { CompiledQuery, Kysely, type RawBuilder, sql } from 'kysely'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import type { Dataset } from '../../dataset/column.ts'
import type {
  AnyTables,
  AuthorQuery,
  Database,
  StagedQuery,
  TableName,
  Transaction,
} from '../../ports/database.ts'
import { columnIds, tableId } from '../../steps/sql/identifier.ts'
import { copyDataset, copyGrowing } from './copy-dataset.ts'
import { connectPostgres } from './postgres-client.ts'
import type { PostgresClient } from './postgres-client.ts'
import { postgresFailure } from './postgres-failure.ts'
import { describeInPostgres, selectFromPostgres, withQueryFailures } from './postgres-select.ts'
import { SettledPostgresDialect } from './settled-postgres-dialect.ts'
import { makeStaged, staged } from './staged-table.ts'
import { staging } from './staging.ts'
import { transact } from './transact.ts'

/** A PostgreSQL server. A dataset is staged by COPY into a temporary table. */
export async function openPostgres(url: string, signal: AbortSignal): Promise<Database> {
  const connection = await connectPostgres(url, signal)
  const kysely = new Kysely<AnyTables>({ dialect: new SettledPostgresDialect(connection.client) })
  return {
    dialect: 'postgres',
    transaction: (dataset, work) => transaction({ connection, kysely, signal }, dataset, work),
    select: (query) => selectFromPostgres({ connection, signal }, query),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

interface Session {
  readonly connection: PostgresClient
  readonly kysely: Kysely<AnyTables>
  readonly signal: AbortSignal
}

async function transaction<T>(
  { connection, kysely, signal }: Session,
  dataset: Dataset | undefined,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await transact(kysely, (db) =>
      work({
        dialect: 'postgres',
        db,
        stage: (onRows, into) => stage(connection, db, { dataset: staging(dataset), into }, onRows),
        copyGrowing: (rows, into) =>
          copyGrowing(connection.client, copyInto(into, rows).compile(db).sql, rows),
        describe: (query) => describeInPostgres({ connection, signal }, query),
        stageQuery: (query) => stageQuery({ connection, signal }, db, query),
        async read(text, parameters) {
          const query = CompiledQuery.raw(text, [...parameters])
          return (await db.executeQuery<Record<string, unknown>>(query)).rows
        },
      }),
    )
  } catch (error) {
    signal.throwIfAborted()
    throw postgresFailure(error, connection.where)
  }
}

async function stageQuery(
  session: Pick<Session, 'connection' | 'signal'>,
  db: Kysely<AnyTables>,
  query: AuthorQuery,
): Promise<StagedQuery> {
  const columns = await describeInPostgres(session, query)
  await makeStaged(db, 'postgres', columns)
  const { sql: text, parameters } = query
  const into = sql`insert into ${tableId(staged)} select * from`.compile(db).sql
  const before = `${into} (\n`
  const { client } = session.connection
  const { rowCount } = await withQueryFailures(session, { sql: text, before }, () =>
    client.query(`${before}${text}\n) as selected`, [...parameters]),
  )
  await sql`analyze ${tableId(staged)}`.execute(db)
  return { table: staged, columns, rows: rowCount ?? 0 }
}

async function stage(
  { client }: PostgresClient,
  db: Kysely<AnyTables>,
  { dataset, into }: { readonly dataset: Dataset; readonly into: TableName | undefined },
  onRows: (rows: number) => void,
): Promise<TableName> {
  if (into === undefined) await makeStaged(db, 'postgres', dataset.columns)
  const table = into ?? staged
  using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  await copyDataset(client, copyInto(table, dataset).compile(db).sql, file)
  onRows(dataset.rows)
  if (into === undefined) await sql`analyze ${tableId(table)}`.execute(db)
  return table
}

function copyInto(table: TableName, { columns }: Pick<Dataset, 'columns'>): RawBuilder<unknown> {
  const names = columnIds(columns.map(({ name }) => name))
  return sql`copy ${tableId(table)} (${names}) from stdin (format binary)`
}
