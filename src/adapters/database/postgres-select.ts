import { type Client, Query, type QueryArrayConfig, type ResultBuilder } from 'pg'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import type { AuthorQuery, Selection } from '../../ports/database.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import { copyOut } from './copy-out.ts'
import { PacedRows } from './paced-rows.ts'
import { columnOfField } from './postgres-columns.ts'
import type { PostgresClient } from './postgres-client.ts'
import { postgresQueryFailure } from './postgres-failure.ts'
import { postgresSettings } from './postgres-settings.ts'

export interface Session {
  readonly connection: PostgresClient
  readonly signal: AbortSignal
}

/**
 * Streams a query in a transaction that may only read. COPY is quickest, but takes no parameters: of a query with some the
 * rows are taken as they come.
 */
export async function selectFromPostgres(session: Session, query: AuthorQuery): Promise<Selection> {
  const { client } = session.connection
  return withQueryFailures(session, { sql: query.sql, before: '' }, async () => {
    await client.query('begin transaction read only')
    await client.query(postgresSettings.join('; '))
    return query.parameters.length === 0 ? copied(session, query) : streamed(session, query)
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

async function streamed(session: Session, { sql, parameters }: AuthorQuery): Promise<Selection> {
  const before = 'select * from (\n'
  const text = `${before}${sql}\n) as selected`
  const rows = await withQueryFailures(session, { sql, before }, () =>
    rowsOf(session.connection.client, text, parameters),
  )
  return { ...rows, batches: ended(session, { sql, before }, rows.batches) }
}

interface Rows {
  readonly columns: readonly Column[]
  readonly batches: AsyncGenerator<Batch, void, void>
}

/** The first of them tells the columns. */
function rowsOf(client: Client, text: string, parameters: readonly SqlValue[]): Promise<Rows> {
  const query: QueryArrayConfig = { text, values: [...parameters], rowMode: 'array', types: asPrinted }
  return new Promise((resolve, reject) => {
    let rows: PacedRows | undefined
    const open = (result?: ResultBuilder): PacedRows => {
      const columns = result?.fields.map(columnOfField) ?? []
      const opened = new PacedRows(client.connection.stream, columns)
      resolve({ columns, batches: opened.batches() })
      return opened
    }
    client
      .query(new Query<(string | null)[]>(query))
      .on('row', (row, result) => (rows ??= open(result)).add(row))
      .on('end', (result) => (rows ?? open(result)).end())
      .on('error', (error) => (rows === undefined ? reject(error) : rows.fail(error)))
  })
}

/** Values as PostgreSQL prints them. */
const asPrinted = { getTypeParser: () => (text: string) => text }

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
