import { after, before } from 'node:test'
import { describeBrokenLoads } from '../support/broken-loads-suite.ts'
import { postgresTarget, sqliteTarget } from '../support/load-target.ts'
import { type TestPostgres, startPostgres } from '../support/postgres.ts'

/** A sample; `test/machine/broken-loads.test.ts` breaks more, and with `MILLRACE_BREAKS=all` leaves out nothing. */
const some = { cuts: 2, moments: 2, kills: 1 } as const

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

describeBrokenLoads('SQLite', sqliteTarget, some)
describeBrokenLoads(
  'PostgreSQL',
  postgresTarget(() => server),
  { ...some, port: () => server.port },
)
