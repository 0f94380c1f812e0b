import { Duplex } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import mysql, { type Connection, type ConnectionOptions } from 'mysql2'
import { mysqlFailure } from './mysql-failure.ts'
import { type MysqlServer, readMysqlUrl } from './mysql-options.ts'
import { mysqlSession } from './mysql-session.ts'

const connectTimeoutMs = 15_000
const cancelTimeoutMs = 2_000

export interface MysqlClient extends AsyncDisposable {
  readonly client: Connection
  /** The server as people may see it. */
  readonly where: string
  /** Ends the running statement on the server, and the connection. */
  cancel(): Promise<void>
}

/** Connects. When the signal is aborted the running statement is killed on the server and the connection ends. */
export async function connectMysql(
  url: string,
  workspace: string,
  signal: AbortSignal,
): Promise<MysqlClient> {
  const server = readMysqlUrl(url, workspace)
  const { client, options } = await connected(server, signal)
  const cancel = (): Promise<void> => kill(client, options)
  const abort = (): void => void cancel()
  signal.addEventListener('abort', abort, { once: true })
  return {
    client,
    where: server.where,
    cancel,
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', abort)
      await Promise.race([ended(client), setTimeout(cancelTimeoutMs, undefined, { ref: false })])
      client.destroy()
    },
  }
}

interface Connected {
  readonly client: Connection
  /** How it was reached in the end. */
  readonly options: ConnectionOptions
}

/** Where the server may be without TLS, it is asked again without. */
async function connected(server: MysqlServer, signal: AbortSignal): Promise<Connected> {
  const { options, where, mayBePlain } = server
  try {
    return await connectedOnce(options, signal)
  } catch (error) {
    signal.throwIfAborted()
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (!mayBePlain || code !== 'HANDSHAKE_NO_SSL_SUPPORT') throw mysqlFailure(error, where)
    const { ssl: _, ...plain } = options
    return connected({ options: plain, where, mayBePlain: false }, signal)
  }
}

/** A server that does not answer is not waited for once the signal is aborted. */
async function connectedOnce(options: ConnectionOptions, signal: AbortSignal): Promise<Connected> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const client = createClient(options)
  try {
    await Promise.race([greeted(client), aborted])
    await Promise.race([query(client, `${mysqlSession}, autocommit = 1`), aborted])
    // Values are judged by ours alone, and what a load has looked at stays as it was.
    await Promise.race([query(client, 'set session transaction isolation level repeatable read'), aborted])
    signal.throwIfAborted()
    return { client, options }
  } catch (error) {
    client.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function createClient(options: ConnectionOptions): Connection {
  const client = mysql.createConnection({
    ...options,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    connectTimeout: connectTimeoutMs,
    connectAttributes: { program_name: 'millrace' },
    // What a statement has changed is counted, not what it has looked at.
    flags: ['-FOUND_ROWS', '-MULTI_STATEMENTS'],
  })
  client.on('error', () => {})
  // The server says nothing more, and may not even read what is still to be sent: that is not waited for.
  client.on('end', () => cut(client))
  return client
}

function cut(client: Connection, why?: Error): void {
  const socket: unknown = Reflect.get(client, 'stream')
  if (socket instanceof Duplex) socket.destroy(why)
}

function greeted(client: Connection): Promise<void> {
  return new Promise((resolve, reject) =>
    client.connect((error) => (error === null ? resolve() : reject(error))),
  )
}

function query(client: Connection, sql: string): Promise<readonly object[]> {
  return new Promise((resolve, reject) =>
    client.query(sql, (error, rows) =>
      error === null ? resolve(Array.isArray(rows) ? rows : []) : reject(error),
    ),
  )
}

function ended(client: Connection): Promise<void> {
  return new Promise((resolve) => client.end(() => resolve()))
}

/** A broken connection alone would let the statement run on, and hold its locks, until it wants to answer. */
async function kill(client: Connection, options: ConnectionOptions): Promise<void> {
  const second = createClient(options)
  try {
    const ask = greeted(second).then(() => query(second, `kill query ${client.threadId}`))
    await Promise.race([ask, setTimeout(cancelTimeoutMs)])
  } catch {
    // the server is gone: there is nothing left to kill
  } finally {
    second.destroy()
    // With a reason, whoever waits for an answer is told.
    cut(client, new Error('the connection was given up'))
    client.destroy()
  }
}
