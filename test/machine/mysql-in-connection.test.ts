import { after, before, describe } from 'node:test'
import { inConnectionSuite } from '../support/in-connection-suite.ts'
import { query, startMariadb, type TestMariadb } from '../support/mariadb.ts'
import { mysqlDialectModule } from '../support/mysql-dialect-module.ts'

let server: TestMariadb
before(async () => {
  server = await startMariadb()
})
after(() => server[Symbol.asyncDispose]())

describe('a transform inside MariaDB', () => {
  inConnectionSuite(async () => {
    const url = await server.database()
    return { url, ask: (sql) => query(url, sql) }
  })
})

describe('a transform inside MariaDB through a module', () => {
  inConnectionSuite(async (rig) => {
    rig.file('wh.mjs', mysqlDialectModule)
    const url = await server.database()
    return { url, dialect: './wh.mjs', ask: (sql) => query(url, sql) }
  })
})
