import { after, before } from 'node:test'
import { describeLoadModes } from '../support/load-modes-suite.ts'
import { mariadbTarget } from '../support/load-target.ts'
import { type TestMariadb, startMariadb } from '../support/mariadb.ts'

let server: TestMariadb
before(async () => {
  server = await startMariadb()
})
after(() => server[Symbol.asyncDispose]())

describeLoadModes(
  'MariaDB',
  mariadbTarget(() => server),
)
