import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { Failure } from '../../diagnostic/failure.ts'
import { postgresFailure } from './postgres-failure.ts'

const connectTimeoutMs = 15_000
const cancelTimeoutMs = 2_000

export interface PostgresClient extends AsyncDisposable {
  readonly client: pg.Client
  /** The server as people may see it. */
  readonly where: string
  /** Ends the running statement on the server, and the connection. */
  cancel(): Promise<void>
}

/** Connects. When the signal is aborted the running statement is cancelled on the server and the connection ends. */
export async function connectPostgres(url: string, signal: AbortSignal): Promise<PostgresClient> {
  const where = describeServer(url)
  const client = await connected(url, where, signal)
  const stop = (): Promise<void> => cancel(url, client)
  const abort = (): void => void stop()
  signal.addEventListener('abort', abort, { once: true })
  return {
    client,
    where,
    cancel: stop,
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', abort)
      await Promise.race([
        client.end().catch(() => {}),
        setTimeout(cancelTimeoutMs, undefined, { ref: false }),
      ])
    },
  }
}

/** A server that does not answer is not waited for once the signal is aborted. */
async function connected(url: string, where: string, signal: AbortSignal): Promise<pg.Client> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  let client: pg.Client | undefined
  try {
    client = createClient(url)
    client.on('error', () => {})
    await Promise.race([client.connect(), aborted])
    signal.throwIfAborted()
    return client
  } catch (error) {
    client?.connection.stream.destroy()
    signal.throwIfAborted()
    throw postgresFailure(error, where)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** `postgres://host:port/database`: neither user nor password nor parameters. */
function describeServer(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) throw new Failure('database/connection', 'the connection is no postgres:// URL')
  return `postgres://${parsed.host}${parsed.pathname}`
}

function createClient(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'millrace',
    keepAlive: true,
  })
}

/** A broken connection alone would let the statement run on, and hold its locks, until it wants to answer. */
async function cancel(url: string, client: pg.Client): Promise<void> {
  const pid: unknown = Reflect.get(client, 'processID')
  const second = createClient(url)
  second.on('error', () => {})
  try {
    const ask = second.connect().then(() => second.query('select pg_cancel_backend($1)', [pid]))
    await Promise.race([ask, setTimeout(cancelTimeoutMs)])
  } catch {
    // the server is gone: there is nothing left to cancel
  } finally {
    void second.end().catch(() => {})
    client.connection.stream.destroy()
  }
}
