import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { CompiledQuery, type Kysely } from 'kysely'
import type { FieldPacket, TypeCastField } from 'mysql2'
import type { Batch } from '../../dataset/batch.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, AuthorQuery, Selection } from '../../ports/database.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import type { MysqlClient } from './mysql-client.ts'
import { type SelectedField, selectedField } from './mysql-columns.ts'
import { mysqlQueryFailure } from './mysql-failure.ts'
import { refuseFiles } from './refuse-files.ts'
import { TextRows } from './text-rows.ts'

export interface Session {
  readonly connection: MysqlClient
  readonly kysely: Kysely<AnyTables>
  readonly signal: AbortSignal
}

const rowsWaiting = 1000

/** Streams a query in a transaction that may only read, row by row as the server sends them. */
export async function selectFromMysql(session: Session, query: AuthorQuery): Promise<Selection> {
  refuseFiles(query.sql)
  return withQueryFailures(session, async () => {
    await run(session, 'start transaction read only')
    const stream = session.connection.client
      .query({ sql: await sendable(session, query), rowsAsArray: true, typeCast: bytesOf })
      .stream({ highWaterMark: rowsWaiting })
    const fields = (await fieldsOf(stream)).map(selectedField)
    return { columns: fields.map(({ column }) => column), batches: rowsOf(session, stream, fields) }
  })
}

/** Prepared by the server, which binds the parameters and still answers in text. */
async function sendable(session: Session, { sql, parameters }: AuthorQuery): Promise<string> {
  if (parameters.length === 0) return sql
  for (const [index, value] of parameters.entries()) await run(session, `set @_millrace_${index} = ?`, value)
  const prepare = session.connection.client.format('prepare _millrace_selected from ?', [sql])
  await run(session, prepare)
  return `execute _millrace_selected using ${parameters.map((_, index) => `@_millrace_${index}`).join(', ')}`
}

async function run({ kysely }: Session, sql: string, ...parameters: readonly SqlValue[]): Promise<void> {
  await kysely.executeQuery(CompiledQuery.raw(sql, [...parameters]))
}

/** The fields of a row as the server sent them. */
function bytesOf(field: TypeCastField): Buffer | null {
  return field.buffer()
}

async function fieldsOf(stream: Readable): Promise<readonly FieldPacket[]> {
  const [fields]: unknown[] = await once(stream, 'fields')
  if (!Array.isArray(fields)) throw new Failure('sql/statement', 'the SQL answers no rows')
  return fields
}

/** Ends the transaction behind the last row. Who leaves earlier ends the query, and the connection with it. */
async function* rowsOf(
  session: Session,
  stream: Readable,
  fields: readonly SelectedField[],
): AsyncGenerator<Batch, void, void> {
  const rows = new TextRows(fields.map(({ column }) => column))
  let done = false
  try {
    for await (const row of stream) {
      rows.add(textsOf(row, fields))
      if (rows.full) yield* rows.take()
    }
    yield* rows.take()
    await run(session, 'commit')
    done = true
  } catch (error) {
    session.signal.throwIfAborted()
    throw mysqlQueryFailure(error, session.connection.where)
  } finally {
    if (!done) await session.connection.cancel()
  }
}

function textsOf(row: unknown, fields: readonly SelectedField[]): (string | null)[] {
  const values: readonly unknown[] = Array.isArray(row) ? row : []
  return fields.map(({ text }, index) => {
    const value = values[index]
    return Buffer.isBuffer(value) ? text(value) : null
  })
}

/** `linesBefore`: of the statement that the query was sent in. */
export async function withQueryFailures<T>(
  { connection, signal }: Pick<Session, 'connection' | 'signal'>,
  work: () => Promise<T>,
  linesBefore = 0,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    throw mysqlQueryFailure(error, connection.where, linesBefore)
  }
}
