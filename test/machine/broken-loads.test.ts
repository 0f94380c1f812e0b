import { after, before } from 'node:test'
import { describeBrokenLoads } from '../support/broken-loads-suite.ts'
import { mariadbTarget, postgresTarget, sqliteTarget } from '../support/load-target.ts'
import { type TestMariadb, startMariadb } from '../support/mariadb.ts'
import { type TestPostgres, startPostgres } from '../support/postgres.ts'

const everywhere = { cuts: 'all', moments: 20, kills: 'all' } as const

let postgres: TestPostgres
let mariadb: TestMariadb
before(async () => {
  postgres = await startPostgres()
  mariadb = await startMariadb()
})
after(async () => {
  await postgres[Symbol.asyncDispose]()
  await mariadb[Symbol.asyncDispose]()
})

describeBrokenLoads(
  'MariaDB',
  mariadbTarget(() => mariadb),
  { ...everywhere, port: () => mariadb.port },
)
describeBrokenLoads(
  'PostgreSQL',
  postgresTarget(() => postgres),
  { ...everywhere, port: () => postgres.port },
)
describeBrokenLoads('SQLite', sqliteTarget, everywhere)
