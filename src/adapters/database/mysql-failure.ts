import { Failure, type FailureFacts } from '../../diagnostic/failure.ts'
import { isNetworkFault } from '../../diagnostic/network-fault.ts'
import { SqlFailure } from '../../diagnostic/sql-failure.ts'
import { type Meaning, networkMeanings } from './network-meanings.ts'

const connection = 'database/connection'

/** By the server's error number, which is the same in MySQL and MariaDB up to 1900; above, each has its own. */
const numbered: Readonly<Record<number, Meaning>> = {
  1021: { code: 'disk/full' },
  1028: { code: 'disk/full' },
  1114: { code: 'disk/full', help: 'Free some space on the server' },
  1037: { code: 'database/resources', retryable: true },
  1038: { code: 'database/resources', retryable: true },
  1041: { code: 'database/resources', retryable: true },
  1040: { code: connection, retryable: true },
  1203: { code: connection, retryable: true },
  1226: { code: connection, retryable: true },
  1053: { code: connection, retryable: true },
  1927: { code: connection, retryable: true },
  1044: { code: connection, help: 'Check the name of the database, and what the user may do there' },
  1045: { code: connection, help: 'Check the user and the password of the connection' },
  1049: { code: connection, help: 'Check the name of the database in the connection' },
  1130: { code: connection, help: 'Allow this machine to connect as that user' },
  1698: { code: connection, help: 'Check the user and the password of the connection' },
  3159: { code: connection, help: 'Ask for TLS: ?ssl-mode=required' },
  // Made by somebody else in the moment after it was looked for.
  1050: { code: 'database/busy', retryable: true },
  1205: { code: 'database/busy', retryable: true },
  1213: { code: 'database/busy', retryable: true },
  3572: { code: 'database/busy', retryable: true },
  1153: {
    code: 'database/value',
    help: 'Raise max_allowed_packet on the server: a row, or a statement, is longer than it takes',
  },
  1317: { code: 'database/cancelled' },
  1969: { code: 'database/cancelled' },
  3024: { code: 'database/cancelled' },
  1142: { code: 'database/permission', help: 'Grant the user of the connection what it needs' },
  1143: { code: 'database/permission', help: 'Grant the user of the connection what it needs' },
  1227: { code: 'database/permission', help: 'Grant the user of the connection what it needs' },
  1370: { code: 'database/permission', help: 'Grant the user of the connection what it needs' },
  1290: { code: 'database/read-only' },
  1836: { code: 'database/read-only' },
  1787: {
    code: 'database/error',
    help: 'Set binlog_format to ROW or MIXED on the server, or for the session of that user: with STATEMENT and GTIDs no load can stage its rows',
  },
  1792: { code: 'sql/refused', help: 'Select the rows that are wanted: a query only reads' },
  1264: { code: 'database/value' },
  1265: { code: 'database/value' },
  1292: { code: 'database/value' },
  1366: { code: 'database/value' },
  1406: { code: 'database/value' },
}

/** By the class of the SQLSTATE. */
const classes: Readonly<Record<string, Meaning>> = {
  '08': { code: connection, retryable: true },
  '22': { code: 'database/value' },
  '23': { code: 'database/constraint' },
  '28': { code: connection, help: 'Check the user and the password of the connection' },
  '40': { code: 'database/busy', retryable: true },
}

/** What mysql2 itself says, without having asked the server. */
const lost: Readonly<Record<string, Meaning>> = {
  PROTOCOL_CONNECTION_LOST: { code: connection, retryable: true },
  PROTOCOL_SEQUENCE_TIMEOUT: { code: connection, retryable: true },
  HANDSHAKE_NO_SSL_SUPPORT: {
    code: connection,
    help: 'Give the server a certificate, or connect with ?ssl-mode=preferred',
  },
  HANDSHAKE_SSL_ERROR: { code: connection, help: 'Check the certificate of the server and ssl-ca' },
}

/** An error of the server or of the connection to it. `where` names the server without its password. */
export function mysqlFailure(error: unknown, where: string): Failure {
  if (error instanceof Failure) return error
  const said = read(error)
  const { code, retryable = false, help } = meaningOf(said)
  const mark = said.sqlState ?? said.code
  return new Failure(code, `${where}: ${said.message}${mark === '' ? '' : ` (${mark})`}`, {
    retryable,
    facts: factsOf(said, { code, retryable }),
    ...(help === undefined ? {} : { help }),
  })
}

/** The same of a query of an author's, with the place that the message tells. */
export function mysqlQueryFailure(error: unknown, where: string, linesBefore = 0): Failure {
  const failure = mysqlFailure(error, where)
  const message = error instanceof Error ? error.message : ''
  const near = / near '([^]*)' at line (\d+)$/u.exec(message)
  if (near !== null)
    return new SqlFailure(failure, { line: Number(near[2]) - linesBefore, near: near[1] ?? '' })
  const [, ...names] = unknownName.exec(message) ?? []
  const name = names
    .find((each) => each !== undefined)
    ?.split('.')
    .at(-1)
  return name === undefined ? failure : new SqlFailure(failure, { name })
}

const unknownName =
  /^(?:Unknown column '([^']+)'|Table '([^']+)' doesn't exist|FUNCTION (\S+) does not exist|Column '([^']+)' in )/u

interface Said {
  readonly code: string
  readonly number: number | undefined
  readonly sqlState: string | undefined
  readonly message: string
  /** What the server was asked; nothing while it is connected to. */
  readonly statement: string
}

const stagingRefused: Meaning = {
  code: 'database/permission',
  help: 'Grant the user of the connection `create temporary tables` on the database: rows are staged in one',
}

function meaningOf({ code, number, sqlState, message, statement }: Said): Meaning {
  const known =
    (number === 1044 && /^create temporary table/iu.test(statement) ? stagingRefused : undefined) ??
    numbered[number ?? 0] ??
    classes[sqlState?.slice(0, 2) ?? ''] ??
    networkMeanings[code] ??
    lost[code]
  if (known !== undefined) return known
  const isLost = sqlState === undefined && /closed state|connection lost|socket/iu.test(message)
  return isLost ? { code: connection, retryable: true } : { code: 'database/error' }
}

/** The server is stopping, out of connections or of memory, or cannot be reached. */
function factsOf({ code, sqlState }: Said, { code: meaning, retryable }: Meaning): FailureFacts {
  const troubled = retryable === true && (meaning === connection || meaning === 'database/resources')
  return {
    ...(sqlState === undefined ? {} : { sqlState }),
    ...(troubled || isNetworkFault(code) ? { infrastructure: true } : {}),
  }
}

function read(error: unknown): Said {
  if (error instanceof AggregateError && error.errors.length > 0) return read(error.errors[0])
  const number = field(error, 'errno')
  const code = field(error, 'code')
  const state = field(error, 'sqlState')
  const statement = field(error, 'sql')
  return {
    statement: typeof statement === 'string' ? statement : '',
    code: typeof code === 'string' ? code : '',
    // What the operating system says has a negative number.
    number: typeof number === 'number' && number > 0 ? number : undefined,
    sqlState: typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) ? state : undefined,
    message: error instanceof Error ? error.message : String(error),
  }
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
}
