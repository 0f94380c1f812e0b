import { Failure, type FailureFacts } from '../../diagnostic/failure.ts'
import { isNetworkFault } from '../../diagnostic/network-fault.ts'
import { SqlFailure } from '../../diagnostic/sql-failure.ts'
import { type Meaning, networkMeanings } from './network-meanings.ts'

/** What PostgreSQL or the connection to it said, as far as it is there. */
interface Said {
  readonly code: string
  readonly message: string
  readonly detail: string | undefined
  readonly where: string | undefined
}

const connection = 'database/connection'

/** By SQLSTATE, by its class, or by the system's error code. */
const meanings: Readonly<Record<string, Meaning>> = {
  '28P01': { code: connection, help: 'Check the user and the password of the connection' },
  '28000': {
    code: connection,
    help: 'Check the user of the connection, and whether the server asks for TLS (sslmode)',
  },
  '3D000': { code: connection, help: 'Check the name of the database in the connection' },
  '53300': { code: connection, retryable: true },
  '57P03': { code: connection, retryable: true },
  '57P01': { code: connection, retryable: true },
  '57P02': { code: connection, retryable: true },
  '57014': { code: 'database/cancelled' },
  '55P03': { code: 'database/busy', retryable: true },
  '25006': { code: 'sql/refused', help: 'Select the rows that are wanted: a query only reads' },
  '42501': { code: 'database/permission', help: 'Grant the user of the connection what it needs' },
  '53100': { code: 'disk/full' },
  '08': { code: connection, retryable: true },
  '40': { code: 'database/busy', retryable: true },
  '53': { code: 'database/resources', retryable: true },
  '22': { code: 'database/value' },
  '23': { code: 'database/constraint' },
  ...networkMeanings,
}

/** An error of the server or of the connection to it. `where` names the server without its password. */
export function postgresFailure(error: unknown, where: string): Failure {
  if (error instanceof Failure) return error
  const said = read(error)
  const meaning = meanings[said.code] ?? meanings[said.code.slice(0, 2)] ?? unnamed(said)
  const parts = [said.message, said.detail, said.where].filter((part) => part !== undefined && part !== '')
  return new Failure(
    meaning.code,
    `${where}: ${parts.join('; ')}${said.code === '' ? '' : ` (${said.code})`}`,
    {
      retryable: meaning.retryable ?? false,
      facts: factsOf(said.code, meaning),
      ...(meaning.help === undefined ? {} : { help: meaning.help }),
    },
  )
}

/** The same of a query of an author's, with its place in `sql`. Behind `before` it was sent as part of a statement. */
export function postgresQueryFailure(
  error: unknown,
  where: string,
  { sql, before }: { readonly sql: string; readonly before: string },
): Failure {
  const failure = postgresFailure(error, where)
  const position = Number(field(error, 'position'))
  if (!(position > 0)) return failure
  // PostgreSQL counts characters, from 1.
  const points = Array.from(before + sql).slice(0, position - 1)
  const offset = points.join('').length - before.length
  return offset < 0 || offset > sql.length ? failure : new SqlFailure(failure, { offset })
}

/** The server is starting, stopping, out of connections or of memory, or cannot be reached. A full disk stays full. */
const troubled = /^(?:08|53(?!100)|57P0)/

function factsOf(code: string, meaning: Meaning): FailureFacts {
  const isLost = code === '' && meaning.retryable === true
  return {
    ...(/^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code) ? { sqlState: code } : {}),
    ...(isLost || troubled.test(code) || isNetworkFault(code) ? { infrastructure: true } : {}),
  }
}

/** A connection that ends in mid-air has no code. */
function unnamed(said: Said): Meaning {
  const lost = said.code === '' && /connection|terminat|timeout|socket/iu.test(said.message)
  return lost ? { code: connection, retryable: true } : { code: 'database/error' }
}

function read(error: unknown): Said {
  if (error instanceof AggregateError && error.errors.length > 0) return read(error.errors[0])
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: field(error, 'code') ?? '',
    message,
    detail: field(error, 'detail'),
    where: field(error, 'where'),
  }
}

function field(error: unknown, name: string): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : undefined
}
