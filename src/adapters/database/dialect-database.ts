import { CompiledQuery, Kysely, sql } from 'kysely'
import type { Batch } from '../../dataset/batch.ts'
import type { Column, Dataset } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { encodeLiterals } from '../../dataset/encode-literals.ts'
import { encodeValues } from '../../dataset/encode-load-data.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type {
  AnyTables,
  AuthorQuery,
  Connection,
  Database,
  Dialect,
  Selection,
  SqlValue,
  StagedQuery,
  TableName,
  Transaction,
} from '../../ports/ports.ts'
import { type Family, families } from './dialect-family.ts'
import { loadDialectModule } from './load-dialect-module.ts'
import { staging } from './staging.ts'
import { TextRows } from './text-rows.ts'
import { transact } from './transact.ts'

const staged: TableName = { name: '_millrace_staged' }
const rowsAtOnce = 5000

interface Session {
  readonly kysely: Kysely<AnyTables>
  readonly family: Family
  readonly speaks: Dialect
  readonly where: string
  readonly signal: AbortSignal
}

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
    select: (query) => guarded(session, () => select(session, query)),
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', abort)
      if (!signal.aborted) await kysely.destroy()
    },
  }
}

/** A driver that is not ours may not hear of an abort: nothing waits for it. */
async function guarded<T>({ family, where, signal }: Session, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work(), aborted])
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof Failure ? error : family.failure(error, where)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function transactIn<T>(
  session: Session,
  dataset: Dataset | undefined,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const { kysely, family, speaks } = session
  return transact(kysely, async (db) => {
    await run(db, family.begin)
    return work({
      dialect: speaks,
      db,
      stage: (onRows, into) => stage(session, db, { dataset: staging(dataset), into }, onRows),
      describe: (query) => described(session, db, query),
      stageQuery: (query) => stageQuery(session, db, query),
      async read(text, parameters) {
        return (await rowsOf(db, text, parameters)).rows
      },
    })
  })
}

async function makeStaged(
  { family }: Session,
  db: Kysely<AnyTables>,
  columns: readonly Column[],
): Promise<void> {
  const lines = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(family.typeOf(column))}`)
  await sql`drop table if exists ${sql.table(staged.name)}`.execute(db)
  await sql`create temporary table ${sql.table(staged.name)} (${sql.join(lines)})${sql.raw(family.tableEnd)}`.execute(
    db,
  )
}

async function stage(
  session: Session,
  db: Kysely<AnyTables>,
  { dataset, into }: { readonly dataset: Dataset; readonly into: TableName | undefined },
  onRows: (rows: number) => void,
): Promise<TableName> {
  const table = session.speaks !== 'sqlite' && into !== undefined ? into : staged
  if (table === staged) await makeStaged(session, db, dataset.columns)
  using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  const names = sql.join(dataset.columns.map(({ name }) => sql.id(name)))
  const place = table.schema === undefined ? sql.id(table.name) : sql.id(table.schema, table.name)
  const head = sql`insert into ${place} (${names}) values `.compile(db).sql
  const encode = session.speaks === 'mysql' ? encodeValues : encodeLiterals
  for (const values of encode(file)) await run(db, [head + values.toString('utf8')])
  onRows(dataset.rows)
  return table
}

/** The types are read off an empty table made by the query, which is gone again at once. */
async function described(
  { family }: Session,
  db: Kysely<AnyTables>,
  { sql: text, parameters }: AuthorQuery,
): Promise<readonly Column[]> {
  const probe = sql.table('_millrace_probe')
  const make = sql`create temporary table ${probe} as select * from`.compile(db).sql
  await rowsOf(db, `${make} (\n${text}\n) as selected${family.probeLimit}`, parameters)
  const columns = await family.columnsOf(db, '_millrace_probe')
  await sql`drop table ${probe}`.execute(db)
  return columns
}

async function stageQuery(session: Session, db: Kysely<AnyTables>, query: AuthorQuery): Promise<StagedQuery> {
  const columns = await described(session, db, query)
  await makeStaged(session, db, columns)
  const into = sql`insert into ${sql.table(staged.name)} select * from`.compile(db).sql
  await rowsOf(db, `${into} (\n${query.sql}\n) as selected`, query.parameters)
  const { rows } = await sql<{ n: unknown }>`select count(*) as n from ${sql.table(staged.name)}`.execute(db)
  return { table: staged, columns, rows: Number(rows[0]?.n) }
}

async function select(session: Session, query: AuthorQuery): Promise<Selection> {
  const { kysely, family } = session
  const columns = await rolledBack(kysely, async (db) => {
    await run(db, family.begin)
    return described(session, db, query)
  })
  return { columns, batches: selected(session, query, columns) }
}

/** Every value is made text by the database: a driver that is not ours might lose some of it. */
async function* selected(
  session: Session,
  query: AuthorQuery,
  columns: readonly Column[],
): AsyncGenerator<Batch, void, void> {
  const { kysely, family, where, signal } = session
  const texts = columns.map(
    ({ name }, index) =>
      sql`${sql.raw(family.asText(sql.id(name).compile(kysely).sql))} as ${sql.id(`c${index}`)}`,
  )
  const head = sql`select ${sql.join(texts)} from`.compile(kysely).sql
  const text = `${head} (\n${query.sql}\n) as selected`
  const batch = new TextRows(columns, session.speaks === 'sqlite' ? 'untyped' : 'typed')
  const begin = kysely.startTransaction()
  const db = await (session.speaks === 'sqlite' ? begin : begin.setAccessMode('read only')).execute()
  try {
    await run(db, family.begin)
    const answer = db
      .getExecutor()
      .stream<Record<string, unknown>>(CompiledQuery.raw(text, [...query.parameters]), rowsAtOnce)
    for await (const { rows } of answer) {
      signal.throwIfAborted()
      for (const row of rows) {
        batch.add(columns.map((_, index) => textOf(row[`c${index}`])))
        if (batch.full) yield* batch.take()
      }
    }
    yield* batch.take()
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof Failure ? error : family.failure(error, where)
  } finally {
    await db.rollback().execute()
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  return null
}

async function rolledBack<T>(
  kysely: Kysely<AnyTables>,
  work: (db: Kysely<AnyTables>) => Promise<T>,
): Promise<T> {
  const transaction = await kysely.startTransaction().execute()
  try {
    return await work(transaction)
  } finally {
    await transaction.rollback().execute()
  }
}

async function run(db: Kysely<AnyTables>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement))
}

function rowsOf(db: Kysely<AnyTables>, text: string, parameters: readonly SqlValue[]) {
  return db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...parameters]))
}
