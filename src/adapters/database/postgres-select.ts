import type { QueryArrayResult } from 'pg'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import type { AuthorQuery, Selection } from '../../ports/database.ts'
import { copyOut } from './copy-out.ts'
import { columnOfField } from './postgres-columns.ts'
import type { PostgresClient } from './postgres-client.ts'
import { postgresQueryFailure } from './postgres-failure.ts'
import { postgresSettings } from './postgres-settings.ts'
import { TextRows } from './text-rows.ts'

export interface Session {
  readonly connection: PostgresClient
  readonly signal: AbortSignal
}

const rowsAtOnce = 5000

/**
 * Streams a query in a transaction that may only read. COPY is quickest, but takes no parameters: a query with some is
 * read through a cursor.
 */
export async function selectFromPostgres(session: Session, query: AuthorQuery): Promise<Selection> {
  const { client } = session.connection
  return withQueryFailures(session, { sql: query.sql, before: '' }, async () => {
    await client.query('begin transaction read only')
    await client.query(postgresSettings.join('; '))
    return query.parameters.length === 0 ? copied(session, query) : fetched(session, query)
  })
}

async function copied(session: Session, { sql }: AuthorQuery): Promise<Selection> {
  const columns = await describeInPostgres(session, { sql, parameters: [] })
  const rows = copyOut(session.connection.client, `${copy}${sql}\n) to stdout`, columns)
  return { columns, batches: ended(session, { sql, before: copy }, rows) }
}

const copy = 'copy (\n'

/** The columns that a query answers; it is not run. */
export async function describeInPostgres(
  session: Session,
  { sql, parameters }: AuthorQuery,
): Promise<readonly Column[]> {
  const { client } = session.connection
  const before = 'select * from (\n'
  const text = `${before}${sql}\n) as selected limit 0`
  const { fields } = await withQueryFailures(session, { sql, before }, () =>
    client.query(text, [...parameters]),
  )
  return fields.map(columnOfField)
}

async function fetched(session: Session, { sql, parameters }: AuthorQuery): Promise<Selection> {
  const { client } = session.connection
  const before = 'declare _millrace_selected no scroll cursor for\n'
  await withQueryFailures(session, { sql, before }, () => client.query(before + sql, [...parameters]))
  const first = await withQueryFailures(session, { sql, before }, () => fetchRows(session))
  const columns = first.fields.map(columnOfField)
  return { columns, batches: ended(session, { sql, before }, fetchedRows(session, columns, first.rows)) }
}

async function* fetchedRows(
  session: Session,
  columns: readonly Column[],
  first: readonly (readonly (string | null)[])[],
): AsyncGenerator<Batch> {
  const batch = new TextRows(columns)
  for (let rows = first; rows.length > 0; rows = (await fetchRows(session)).rows) {
    for (const row of rows) {
      batch.add(row)
      if (batch.full) yield* batch.take()
    }
  }
  yield* batch.take()
}

/** Values as PostgreSQL prints them. */
function fetchRows({ connection: { client } }: Session): Promise<QueryArrayResult<(string | null)[]>> {
  return client.query<(string | null)[]>({
    text: `fetch forward ${rowsAtOnce} from _millrace_selected`,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  })
}

/** Ends the transaction behind the last row. Who leaves earlier ends the query, and the connection with it. */
async function* ended(
  session: Session,
  text: Sent,
  batches: AsyncGenerator<Batch>,
): AsyncGenerator<Batch, void, void> {
  const { connection, signal } = session
  let done = false
  try {
    yield* batches
    await connection.client.query('commit')
    done = true
  } catch (error) {
    signal.throwIfAborted()
    throw postgresQueryFailure(error, connection.where, text)
  } finally {
    if (!done) await connection.cancel()
  }
}

/** A query of an author's, and what it was sent behind. */
interface Sent {
  readonly sql: string
  readonly before: string
}

export async function withQueryFailures<T>(
  { connection, signal }: Session,
  text: Sent,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    throw postgresQueryFailure(error, connection.where, text)
  }
}
