import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import type { Connection, ResultSetHeader } from 'mysql2'
import type { Kysely } from 'kysely'
import { CompiledQuery, sql } from 'kysely'
import type { Dataset } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { encodeLoadData, encodeValues, loadDataFormat } from '../../dataset/encode/encode-load-data.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, TableName } from '../../ports/ports.ts'
import { columnIds, tableId } from '../../steps/sql/identifier.ts'
import type { MysqlClient } from './mysql-client.ts'
import { makeStaged, staged } from './staged-table.ts'

/** What may wait in the socket before the next rows are encoded. */
const mostUnsent = 1 << 20

/** Server or client refuse to read a file of the client's. */
const localRefused = new Set([1148, 3948, 4166, 2068])

/** Copies a dataset into a temporary table, or into the one that is given: by LOAD DATA, or by inserts where the server does not take that. */
export async function stageInMysql(
  connection: MysqlClient,
  db: Kysely<AnyTables>,
  dataset: Dataset,
  into: TableName = staged,
): Promise<TableName> {
  const { client } = connection
  if (into === staged) await makeStaged(db, 'mysql', dataset.columns)
  using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  const table = tableId(into)
  const names = columnIds(dataset.columns.map(({ name }) => name))
  const command = sql`load data local infile 'rows' into table ${table} ${sql.raw(loadDataFormat)} (${names})`
  const answer = await loadData(client, command.compile(db).sql, file)
  if (answer === 'warned') throw await notWhole(db, dataset.name)
  if (answer === 'refused')
    await insertRows(db, sql`insert into ${table} (${names}) values `.compile(db).sql, file)
  return into
}

/** Of a client's file MySQL takes what does not fit as well as it can, however strict it is, and warns. */
async function notWhole(db: Kysely<AnyTables>, name: string): Promise<Failure> {
  const { rows } = await sql<{ Message: string }>`show warnings limit 1`.execute(db)
  return new Failure('rows/lossy', `the rows of "${name}" did not arrive whole: ${rows[0]?.Message ?? ''}`)
}

function loadData(
  client: Connection,
  command: string,
  file: DatasetReader,
): Promise<'loaded' | 'refused' | 'warned'> {
  const rows = Readable.from(paced(client, encodeLoadData(file)), { objectMode: false })
  return new Promise((resolve, reject) => {
    client.query<ResultSetHeader>({ sql: command, infileStreamFactory: () => rows }, (error, answer) => {
      rows.destroy()
      if (error === null) resolve(answer.warningStatus === 0 ? 'loaded' : 'warned')
      else if (localRefused.has(Number(Reflect.get(error, 'errno')))) resolve('refused')
      else reject(error)
    })
  })
}

/** The client does not wait for the server by itself: what it is given it keeps. Aborts and heartbeats are heard between chunks. */
async function* paced(client: Connection, chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const socket: unknown = Reflect.get(client, 'stream')
  for (const chunk of chunks) {
    yield chunk
    await new Promise(setImmediate)
    if (socket instanceof Writable && socket.writableLength > mostUnsent && !socket.destroyed)
      await drained(socket)
  }
}

/** Or the socket is gone. What listened for the other is taken off again: a load waits thousands of times. */
async function drained(socket: Writable): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  const either = ['drain', 'close'].map((event) => once(socket, event, { signal }))
  try {
    await Promise.race(either)
  } finally {
    settled.abort()
    await Promise.allSettled(either)
  }
}

async function insertRows(db: Kysely<AnyTables>, head: string, file: DatasetReader): Promise<void> {
  for (const values of encodeValues(file))
    await db.executeQuery(CompiledQuery.raw(head + values.toString('utf8')))
}
