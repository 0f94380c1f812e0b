import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ConnectionOptions, SslOptions } from 'mysql2'
import { Failure } from '../../diagnostic/failure.ts'

/** A server as its URL names it. */
export interface MysqlServer {
  readonly options: ConnectionOptions
  /** As people may see it: `mysql://host:port/database`, neither user nor password nor parameters. */
  readonly where: string
  /** Whether a server without TLS will do. */
  readonly mayBePlain: boolean
}

const modes = ['disabled', 'preferred', 'required', 'verify-ca', 'verify-identity'] as const
type TlsMode = (typeof modes)[number]

const parameters = ['ssl-mode', 'ssl-ca', 'ssl-cert', 'ssl-key', 'socket'] as const
type Parameter = (typeof parameters)[number]

/**
 * Reads `mysql://user:password@host:port/database?ssl-mode=…`. The parameters are called as MySQL's own clients call
 * them, and mean the same; files are relative to `workspace`. Throws a `Failure` (`database/connection`).
 */
export function readMysqlUrl(url: string, workspace: string): MysqlServer {
  const parsed = URL.parse(url)
  if (parsed === null) throw new Failure('database/connection', 'the connection is no mysql:// URL')
  const given = parametersOf(parsed)
  const mode = tlsMode(given)
  const { hostname, port, username, password, pathname } = parsed
  const database = decode(pathname.slice(1))
  const socket = given.get('socket')
  return {
    where: `${parsed.protocol}//${parsed.host}${pathname}`,
    mayBePlain: mode === 'preferred',
    options: {
      ...(socket === undefined
        ? { host: hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost', port: Number(port || 3306) }
        : { socketPath: socket }),
      ...(username === '' ? {} : { user: decode(username) }),
      ...(password === '' ? {} : { password: decode(password) }),
      ...(database === '' ? {} : { database }),
      ...(mode === 'disabled' || socket !== undefined ? {} : { ssl: tlsOptions(mode, given, workspace) }),
    },
  }
}

function parametersOf({ searchParams }: URL): ReadonlyMap<Parameter, string> {
  const given = new Map<Parameter, string>()
  for (const [name, value] of searchParams) {
    const known = parameters.find((each) => each === name.toLowerCase().replaceAll('_', '-'))
    if (known === undefined)
      throw new Failure(
        'database/connection',
        `the connection has a parameter "${name}", which is not known`,
        {
          help: `The parameters of a mysql:// URL are ${parameters.join(', ')}`,
        },
      )
    given.set(known, value)
  }
  return given
}

/** As MySQL's own clients: TLS where the server can, certificates believed unless it is said that they are to be verified. */
function tlsMode(given: ReadonlyMap<Parameter, string>): TlsMode {
  const text = given.get('ssl-mode')?.toLowerCase().replaceAll('_', '-')
  if (text === undefined) return given.has('ssl-ca') ? 'verify-ca' : 'preferred'
  const mode = modes.find((each) => each === text)
  if (mode !== undefined) return mode
  throw new Failure('database/connection', `the connection has the ssl-mode "${text}", which is not known`, {
    help: `Write one of ${modes.join(', ')}`,
  })
}

function tlsOptions(mode: TlsMode, given: ReadonlyMap<Parameter, string>, workspace: string): SslOptions {
  const file = (name: Parameter): string | undefined => {
    const path = given.get(name)
    return path === undefined ? undefined : readPem(name, resolve(workspace, path))
  }
  const [ca, cert, key] = [file('ssl-ca'), file('ssl-cert'), file('ssl-key')]
  return {
    rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-identity',
    verifyIdentity: mode === 'verify-identity',
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  }
}

function readPem(name: Parameter, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure('database/connection', `the file of "${name}" cannot be read: ${path}`, {
      cause: error,
    })
  }
}

/** A `%` that stands for itself is left as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
