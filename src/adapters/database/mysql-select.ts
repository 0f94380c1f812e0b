import { CompiledQuery, type Kysely } from 'kysely'
import type { Connection, FieldPacket, TypeCastField } from 'mysql2'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, AuthorQuery, Selection } from '../../ports/database.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import type { MysqlClient } from './mysql-client.ts'
import { type SelectedField, selectedField } from './mysql-columns.ts'
import { mysqlQueryFailure } from './mysql-failure.ts'
import { PacedRows } from './paced-rows.ts'
import { refuseFiles } from './refuse-files.ts'
import type { FieldText } from './text-rows.ts'

export interface Session {
  readonly connection: MysqlClient
  readonly kysely: Kysely<AnyTables>
  readonly signal: AbortSignal
}

/** Streams a query in a transaction that may only read, row by row as the server sends them. */
export async function selectFromMysql(session: Session, query: AuthorQuery): Promise<Selection> {
  refuseFiles(query.sql)
  return withQueryFailures(session, async () => {
    await run(session, 'start transaction read only')
    const { columns, rows } = await answerOf(session.connection.client, await sendable(session, query))
    return { columns, batches: ended(session, rows) }
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

interface Answer {
  readonly columns: readonly Column[]
  readonly rows: PacedRows
}

function answerOf(client: Connection, sql: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let fields: readonly SelectedField[] = []
    let rows: PacedRows | undefined
    const query = client.query({ sql, rowsAsArray: true, typeCast: bytesOf })
    query.on('fields', (found: readonly FieldPacket[] | undefined) => {
      if (found === undefined) return reject(new Failure('sql/statement', 'the SQL answers no rows'))
      fields = found.map(selectedField)
      const columns = fields.map(({ column }) => column)
      rows = new PacedRows(client, columns)
      resolve({ columns, rows })
    })
    query.on('result', (row) => rows?.add(textsOf(row, fields)))
    query.on('end', () => rows?.end())
    query.on('error', (error) => (rows === undefined ? reject(error) : rows.fail(error)))
  })
}

/** The fields of a row as the server sent them. */
function bytesOf(field: TypeCastField): Buffer | null {
  return field.buffer()
}

/** Ends the transaction behind the last row. Who leaves earlier ends the query, and the connection with it. */
async function* ended(session: Session, rows: PacedRows): AsyncGenerator<Batch, void, void> {
  let done = false
  try {
    yield* rows.batches()
    await run(session, 'commit')
    done = true
  } catch (error) {
    session.signal.throwIfAborted()
    throw mysqlQueryFailure(error, session.connection.where)
  } finally {
    if (!done) await session.connection.cancel()
  }
}

function textsOf(row: unknown, fields: readonly SelectedField[]): (FieldText | null)[] {
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
