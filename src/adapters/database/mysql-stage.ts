import type { Kysely } from 'kysely'
import { CompiledQuery, sql } from 'kysely'
import type { Dataset } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import type { DatasetReader } from '../../dataset/dataset-reader.ts'
import {
  LoadDataEncoder,
  encodeLoadData,
  encodeValues,
  loadDataFormat,
} from '../../dataset/encode/encode-load-data.ts'
import type { GrowingDataset } from '../../dataset/growing-dataset.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, TableName } from '../../ports/database.ts'
import { columnIds, tableId } from '../../steps/sql/identifier.ts'
import { FollowedRows } from './followed-rows.ts'
import type { MysqlClient } from './mysql-client.ts'
import { loadData } from './mysql-load-data.ts'
import { makeStaged, staged } from './staged-table.ts'

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
  const answer = await loadData(client, commandOf(db, into, dataset), encodeLoadData(file))
  if (answer.ended === 'warned') throw await notWhole(db, dataset.name)
  if (answer.ended === 'refused') await insertRows(db, insertOf(db, into, dataset), file)
  return into
}

/**
 * The same of rows that are still written: what there is, and more when there is more. No statement waits long for rows:
 * one that does has others wait for it who want the server to stand still. Answers how many there were.
 */
export async function copyGrowing(
  { client }: MysqlClient,
  db: Kysely<AnyTables>,
  rows: GrowingDataset,
  into: TableName,
): Promise<number> {
  const command = commandOf(db, into, rows)
  const encoder = new LoadDataEncoder(rows.columns, rows.cursor)
  const followed = new FollowedRows(rows)
  let copied = 0
  while (await followed.more()) {
    const answer = await loadData(client, command, rowsThere(encoder, followed))
    if (answer.ended !== 'loaded') throw await notWhole(db, into.name)
    copied += answer.rows
  }
  return copied
}

async function* rowsThere(encoder: LoadDataEncoder, followed: FollowedRows): AsyncGenerator<Buffer> {
  do yield* encoder.rows()
  while (await followed.soonMore())
  yield* encoder.rest()
}

type Named = Pick<Dataset, 'columns'>

function commandOf(db: Kysely<AnyTables>, into: TableName, { columns }: Named): string {
  const names = columnIds(columns.map(({ name }) => name))
  return sql`load data local infile 'rows' into table ${tableId(into)} ${sql.raw(loadDataFormat)} (${names})`.compile(
    db,
  ).sql
}

function insertOf(db: Kysely<AnyTables>, into: TableName, { columns }: Named): string {
  const names = columnIds(columns.map(({ name }) => name))
  return sql`insert into ${tableId(into)} (${names}) values `.compile(db).sql
}

/** Of a client's file MySQL takes what does not fit as well as it can, however strict it is, and warns. */
async function notWhole(db: Kysely<AnyTables>, name: string): Promise<Failure> {
  const { rows } = await sql<{ Message: string }>`show warnings limit 1`.execute(db)
  return new Failure('rows/lossy', `the rows of "${name}" did not arrive whole: ${rows[0]?.Message ?? ''}`)
}

async function insertRows(db: Kysely<AnyTables>, head: string, file: DatasetReader): Promise<void> {
  const most = await mostInPacket(db)
  for (const values of encodeValues(file)) {
    if (head.length + values.length >= most) throw tooLong(most)
    await db.executeQuery(CompiledQuery.raw(head + values.toString('utf8')))
  }
}

/** In bytes. A server that is sent more hangs up, and what it says may not arrive. */
async function mostInPacket(db: Kysely<AnyTables>): Promise<number> {
  const { rows } = await sql<{ most: unknown }>`select @@max_allowed_packet as most`.execute(db)
  return Number(rows[0]?.most)
}

function tooLong(most: number): Failure {
  return new Failure(
    'database/value',
    `a row is longer than the server takes in one statement (max_allowed_packet: ${most} bytes)`,
    {
      help: 'Raise max_allowed_packet on the server, or let it read rows of its clients: set global local_infile = 1',
    },
  )
}
