import { after, before, describe } from 'node:test'
import { inConnectionSuite } from '../support/in-connection-suite.ts'
import { query, startMariadb, type TestMariadb } from '../support/mariadb.ts'

describe('a transform inside MariaDB', () => {
  let server: TestMariadb
  before(async () => {
    server = await startMariadb()
  })
  after(() => server[Symbol.asyncDispose]())
  inConnectionSuite(async () => {
    const url = await server.database()
    return { url, ask: (sql) => query(url, sql) }
  })
})
