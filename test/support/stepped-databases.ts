import type { AnyTables, Database, Databases, Transaction } from '../../src/ports/database.ts'
import type { Kysely } from 'kysely'

/** Called after everything that a load waits for; the load goes on when it resolves. */
export type AtStep = (what: string) => Promise<void>

/** The databases, with a stop behind each thing that a load waits for. */
export function steppedDatabases(databases: Databases, at: AtStep): Databases {
  return {
    faultOf: (connection) => databases.faultOf(connection),
    async open(connection, workspace, signal) {
      const database = await databases.open(connection, workspace, signal)
      await at('open')
      return stepped(database, at)
    },
  }
}

function stepped(database: Database, at: AtStep): Database {
  return {
    dialect: database.dialect,
    select: (query) => database.select(query),
    async transaction(dataset, work) {
      const result = await database.transaction(dataset, async (transaction) => {
        await at('begin')
        return work(steppedTransaction(transaction, at))
      })
      await at('commit')
      return result
    },
    async transactionInNew(dataset, draft, work) {
      const result = await database.transactionInNew?.(dataset, draft, async (transaction) => {
        await at('begin')
        const done = await work(steppedTransaction(transaction, at))
        await at('end')
        return done
      })
      await at('publish')
      return result
    },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await at('close')
    },
  }
}

function steppedTransaction(transaction: Transaction, at: AtStep): Transaction {
  return {
    dialect: transaction.dialect,
    db: steppedQueries(transaction.db, at),
    async stage(onRows, into) {
      const staged = await transaction.stage(onRows, into)
      await at('stage')
      return staged
    },
    ...(transaction.copyGrowing === undefined ? {} : { copyGrowing: steppedCopy(transaction, at) }),
    describe: (query) => transaction.describe(query),
    async stageQuery(query) {
      const staged = await transaction.stageQuery(query)
      await at('stage')
      return staged
    },
    async read(sql, parameters) {
      const rows = await transaction.read(sql, parameters)
      await at('read')
      return rows
    },
  }
}

function steppedCopy(transaction: Transaction, at: AtStep): NonNullable<Transaction['copyGrowing']> {
  return async (rows, into) => {
    const copied = await transaction.copyGrowing?.(rows, into)
    await at('copy')
    return copied ?? 0
  }
}

function steppedQueries(db: Kysely<AnyTables>, at: AtStep): Kysely<AnyTables> {
  return db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await at('query')
      return result
    },
  })
}
