import { after, before } from 'node:test'
import { describeLoadModes } from '../support/load-modes-suite.ts'
import { postgresTarget, sqliteTarget } from '../support/load-target.ts'
import { type TestPostgres, startPostgres } from '../support/postgres.ts'

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

describeLoadModes('SQLite', sqliteTarget)
describeLoadModes(
  'PostgreSQL',
  postgresTarget(() => server),
)
