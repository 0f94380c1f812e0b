import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, AuthorQuery, Selection } from '../../ports/database.ts'
import { type DialectSession, asked, begin } from './dialect-session.ts'
import { TextRows } from './text-rows.ts'

const rowsAtOnce = 5000
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

/** Every value is made text by the database: a driver that is not ours might lose some of it. */
async function* selected(
  session: DialectSession,
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
  const starting = kysely.startTransaction()
  const db = await (session.speaks === 'sqlite' ? starting : starting.setAccessMode('read only')).execute()
  try {
    await begin(session, db)
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
