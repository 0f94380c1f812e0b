import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import type { Connection, ResultSetHeader } from 'mysql2'
import type { Kysely } from 'kysely'
import { CompiledQuery, sql } from 'kysely'
import type { Column, Dataset } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import { encodeLoadData, encodeValues, loadDataFormat } from '../../dataset/encode-load-data.ts'
import { mysqlType } from '../../dataset/mysql-type.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, TableName } from '../../ports/ports.ts'
import type { MysqlClient } from './mysql-client.ts'

export const staged: TableName = { name: '_millrace_staged' }

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
  if (into === staged) await makeStaged(connection, db, dataset.columns)
  using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name)
  const table = into.schema === undefined ? sql.id(into.name) : sql.id(into.schema, into.name)
  const names = sql.join(dataset.columns.map(({ name }) => sql.id(name)))
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

/** Makes the temporary table, empty: a temporary one neither begins nor ends a transaction. */
export async function makeStaged(
  { version }: MysqlClient,
  db: Kysely<AnyTables>,
  columns: readonly Column[],
): Promise<void> {
  const lines = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(mysqlType(column))}`)
  await sql`drop temporary table if exists ${sql.table(staged.name)}`.execute(db)
  await sql`create temporary table ${sql.table(staged.name)} (${sql.join(lines)})
    character set utf8mb4 collate ${sql.raw(exactCollation(version))}`.execute(db)
}

/** Texts are equal when their bytes are: neither case nor accents nor trailing spaces are overlooked. */
function exactCollation(version: string): string {
  return /mariadb/i.test(version) ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin'
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
      await Promise.race([once(socket, 'drain'), once(socket, 'close')])
  }
}

async function insertRows(db: Kysely<AnyTables>, head: string, file: DatasetReader): Promise<void> {
  for (const values of encodeValues(file))
    await db.executeQuery(CompiledQuery.raw(head + values.toString('utf8')))
}
