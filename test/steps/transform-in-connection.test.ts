import { DatabaseSync } from 'node:sqlite'
import { after, before, describe } from 'node:test'
import { inConnectionSuite } from '../support/in-connection-suite.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'

describe('a transform inside SQLite', () => {
  inConnectionSuite(async (rig) => ({
    url: 'sqlite:warehouse.sqlite',
    async ask(sql) {
      using database = new DatabaseSync(rig.path('warehouse.sqlite'))
      return database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }))
    },
  }))
})

describe('a transform inside PostgreSQL', () => {
  let server: TestPostgres
  before(async () => {
    server = await startPostgres()
  })
  after(() => server[Symbol.asyncDispose]())
  inConnectionSuite(async () => {
    const url = await server.database()
    return { url, ask: (sql) => query(url, sql) }
  })
})
