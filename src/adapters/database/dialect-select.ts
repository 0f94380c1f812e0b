import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, AuthorQuery, Selection } from '../../ports/database.ts'
import { CollectYoung } from './collect-young.ts'
import { type DialectSession, asked, begin, rowsOf } from './dialect-session.ts'
import { driverText } from './driver-text.ts'
import { FetchSize } from './fetch-size.ts'
import { TextRows } from './text-rows.ts'

/** How far a driver of MySQL may read ahead; one of SQLite does not. */
const rowsWaiting = 100
const probe = '_millrace_probe'

/** Streams a query in a transaction that is rolled back, and may only read where the database knows of such. */
export async function selectThroughDialect(session: DialectSession, query: AuthorQuery): Promise<Selection> {
  const columns = await rolledBack(session.kysely, async (db) => {
    await begin(session, db)
    return describeThroughDialect(session, db, query)
  })
  return { columns, batches: selected(session, query, columns) }
}

/** The types are read off an empty table made by the query, which is gone again at once. */
export async function describeThroughDialect(
  session: DialectSession,
  db: Kysely<AnyTables>,
  query: AuthorQuery,
): Promise<readonly Column[]> {
  const { family } = session
  const keys = (await family.rowKey?.(db)) ?? []
  const defined = keys.length === 0 ? sql`` : sql`(${sql.join(keys)}) `
  const make = sql`create temporary table ${sql.id(probe)} ${defined}as select * from`.compile(db).sql
  await asked(session, db, { before: `${make} (\n`, query, after: `\n) as selected${family.probeLimit}` })
  const columns = await family.columnsOf(db, probe)
  await sql`${sql.raw(family.dropTemporary)} ${sql.id(probe)}`.execute(db)
  return columns
}

async function* selected(
  session: DialectSession,
  query: AuthorQuery,
  columns: readonly Column[],
): AsyncGenerator<Batch, void, void> {
  const { kysely, family, speaks, where, signal } = session
  const starting = kysely.startTransaction()
  const db = await (speaks === 'sqlite' ? starting : starting.setAccessMode('read only')).execute()
  try {
    await begin(session, db)
    const size = new FetchSize()
    const answer = { text: textOf(session, query.sql, columns), parameters: query.parameters, size }
    const rows = speaks === 'postgres' ? fetched(db, answer) : streamed(db, answer)
    yield* batchesOf(rows, { session, columns, size })
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof Failure ? error : family.failure(error, where)
  } finally {
    await db.rollback().execute()
  }
}

/** Every value is made text by the database: a driver that is not ours might lose some of it. */
function textOf({ kysely, family }: DialectSession, query: string, columns: readonly Column[]): string {
  const texts = columns.map(({ name }, index) => {
    const column = sql.id(name).compile(kysely).sql
    return sql`${sql.raw(family.asText(column))} as ${sql.id(`c${index}`)}`
  })
  return `${sql`select ${sql.join(texts)} from`.compile(kysely).sql} (\n${query}\n) as selected`
}

async function* batchesOf(
  answers: AsyncIterable<Rows>,
  {
    session: { speaks, where, signal },
    columns,
    size,
  }: { session: DialectSession; columns: readonly Column[]; size: FetchSize },
): AsyncGenerator<Batch, void, void> {
  const young = new CollectYoung()
  const batch = new TextRows(columns, speaks === 'sqlite' ? 'untyped' : 'typed')
  for await (const rows of answers) {
    signal.throwIfAborted()
    for (const row of rows) {
      const texts = columns.map(({ name }, index) => driverText(row[`c${index}`], name, where))
      size.saw(texts)
      batch.add(texts)
      if (batch.full) yield* young.over(batch.take())
    }
  }
  yield* batch.take()
}

interface Asked {
  readonly text: string
  readonly parameters: AuthorQuery['parameters']
  readonly size: FetchSize
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Drivers that stream do so by a number of rows, however large they are: through a cursor they can be asked for fewer. */
async function* fetched(db: Kysely<AnyTables>, { text, parameters, size }: Asked): AsyncGenerator<Rows> {
  await rowsOf(db, `declare _millrace_selected no scroll cursor for ${text}`, parameters)
  for (;;) {
    const { rows } = await rowsOf(db, `fetch forward ${size.rows} from _millrace_selected`, [])
    if (rows.length === 0) return
    yield rows
    size.next()
  }
}

async function* streamed(db: Kysely<AnyTables>, { text, parameters }: Asked): AsyncGenerator<Rows> {
  const query = CompiledQuery.raw(text, [...parameters])
  for await (const { rows } of db.getExecutor().stream<Record<string, unknown>>(query, rowsWaiting))
    yield rows
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
