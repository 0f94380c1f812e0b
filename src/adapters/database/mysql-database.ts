import { CompiledQuery, Kysely } from 'kysely'
import type { Dataset } from '../../dataset/column.ts'
import type { AnyTables, Database, Transaction } from '../../ports/database.ts'
import { connectMysql } from './mysql-client.ts'
import { mysqlDialect } from './mysql-dialect.ts'
import { mysqlFailure } from './mysql-failure.ts'
import { type Session, selectFromMysql } from './mysql-select.ts'
import { copyGrowing, stageInMysql } from './mysql-stage.ts'
import { describeInMysql, stageQueryInMysql } from './mysql-stage-query.ts'
import { refuseFiles } from './refuse-files.ts'
import { staging } from './staging.ts'
import { transact } from './transact.ts'

/**
 * A MySQL or MariaDB server. A dataset is staged in a temporary table, which neither begins nor ends a transaction;
 * making or changing any other table does, as everywhere in MySQL.
 */
export async function openMysql(url: string, workspace: string, signal: AbortSignal): Promise<Database> {
  const connection = await connectMysql(url, workspace, signal)
  const kysely = new Kysely<AnyTables>({ dialect: mysqlDialect(connection.client) })
  return {
    dialect: 'mysql',
    transaction: (dataset, work) => transaction({ connection, kysely, signal }, dataset, work),
    select: (query) => selectFromMysql({ connection, kysely, signal }, query),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

async function transaction<T>(
  { connection, kysely, signal }: Session,
  dataset: Dataset | undefined,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await transact(kysely, (db) =>
      work({
        dialect: 'mysql',
        db,
        async stage(onRows, into) {
          const source = staging(dataset)
          const table = await stageInMysql(connection, db, source, into)
          onRows(source.rows)
          return table
        },
        copyGrowing: (rows, into) => copyGrowing(connection, db, rows, into),
        describe: (query) => describeInMysql({ connection, signal }, query),
        stageQuery: (query) => stageQueryInMysql({ connection, signal }, db, query),
        async read(text, parameters) {
          refuseFiles(text)
          return (await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...parameters])))
            .rows
        },
      }),
    )
  } catch (error) {
    signal.throwIfAborted()
    throw mysqlFailure(error, connection.where)
  }
}
