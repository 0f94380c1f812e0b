import { after, before } from 'node:test'
import { type Thoroughness, describeBrokenLoads } from '../support/broken-loads-suite.ts'
import { mariadbTarget, postgresTarget, sqliteTarget } from '../support/load-target.ts'
import { type TestMariadb, startMariadb } from '../support/mariadb.ts'
import { type TestPostgres, startPostgres } from '../support/postgres.ts'

/** `MILLRACE_BREAKS=all node --test test/machine/broken-loads.test.ts` leaves out no place. */
const thoroughness: Thoroughness =
  process.env['MILLRACE_BREAKS'] === 'all'
    ? { cuts: 'all', moments: 20, kills: 'all' }
    : { cuts: 3, mergeCuts: 8, moments: 4, kills: 2 }

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
  { ...thoroughness, port: () => mariadb.port },
)
describeBrokenLoads(
  'PostgreSQL',
  postgresTarget(() => postgres),
  { ...thoroughness, port: () => postgres.port },
)
describeBrokenLoads('SQLite', sqliteTarget, thoroughness)
