import { Failure } from '../../diagnostic/failure.ts'
import type { SqliteProblem } from './protocol.ts'

interface Meaning {
  readonly code: string
  readonly retryable?: boolean
  readonly help?: string
}

/** By SQLite's primary result code. */
const meanings: Readonly<Record<number, Meaning>> = {
  5: {
    code: 'database/busy',
    retryable: true,
    help: 'Another process holds the database; wait until it is done',
  },
  6: { code: 'database/busy', retryable: true },
  8: { code: 'database/read-only' },
  10: { code: 'database/io' },
  11: { code: 'database/corrupt' },
  13: { code: 'disk/full', help: 'Free some space, or point the step at a larger disk' },
  14: { code: 'database/connection', help: 'Check that the folder exists and may be written to' },
  19: { code: 'database/constraint' },
  26: { code: 'database/connection', help: 'The file is not a SQLite database' },
}

/** SQLite's own words, with a code to branch on. */
export function sqliteFailure(problem: SqliteProblem): Failure {
  if (problem.refused !== undefined) {
    return new Failure('sql/refused', `the SQL may only read: ${problem.refused} is not allowed`)
  }
  const { code, retryable, help } = meanings[(problem.errcode ?? 0) & 0xff] ?? { code: 'sql/error' }
  return new Failure(code, problem.message, {
    retryable: retryable ?? false,
    ...(help === undefined ? {} : { help }),
  })
}
