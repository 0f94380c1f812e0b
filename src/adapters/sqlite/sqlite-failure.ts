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

/** SQLite's names of its primary result codes, by number. */
const names: readonly (string | undefined)[] = [
  undefined,
  'SQLITE_ERROR',
  'SQLITE_INTERNAL',
  'SQLITE_PERM',
  'SQLITE_ABORT',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_NOMEM',
  'SQLITE_READONLY',
  'SQLITE_INTERRUPT',
  'SQLITE_IOERR',
  'SQLITE_CORRUPT',
  'SQLITE_NOTFOUND',
  'SQLITE_FULL',
  'SQLITE_CANTOPEN',
  'SQLITE_PROTOCOL',
  'SQLITE_EMPTY',
  'SQLITE_SCHEMA',
  'SQLITE_TOOBIG',
  'SQLITE_CONSTRAINT',
  'SQLITE_MISMATCH',
  'SQLITE_MISUSE',
  'SQLITE_NOLFS',
  'SQLITE_AUTH',
  'SQLITE_FORMAT',
  'SQLITE_RANGE',
  'SQLITE_NOTADB',
]

/** SQLite's own words, with a code to branch on. */
export function sqliteFailure(problem: SqliteProblem): Failure {
  if (problem.refused !== undefined) {
    return new Failure('sql/refused', `the SQL may only read: ${problem.refused} is not allowed`)
  }
  const primary = (problem.errcode ?? 0) & 0xff
  const { code, retryable, help } = meanings[primary] ?? { code: 'sql/error' }
  const sqlState = names[primary]
  return new Failure(code, problem.message, {
    retryable: retryable ?? false,
    ...(sqlState === undefined ? {} : { facts: { sqlState } }),
    ...(help === undefined ? {} : { help }),
  })
}
