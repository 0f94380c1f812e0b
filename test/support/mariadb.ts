import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import mysql from 'mysql2/promise'
import { freePort } from './postgres.ts'

const password = 'correct-horse-battery'
const readyTimeoutMs = 60_000
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []

/**
 * A real MariaDB server of the test's own, on a free port. It takes a MariaDB on the machine (`.ci/install-tools`), or a MySQL:
 * the program that `MILLRACE_MYSQLD` names.
 */
export interface TestMariadb extends AsyncDisposable {
  /** The URL of a new, empty database. */
  database(): Promise<string>
  readonly port: number
  readonly password: string
  readonly isMysql: boolean
}

export async function startMariadb(...more: readonly string[]): Promise<TestMariadb> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-mariadb-'))
  const data = join(folder, 'data')
  const mysqld = process.env['MILLRACE_MYSQLD']
  if (mysqld === undefined) installMariadb(data)
  else
    execFileSync(
      mysqld,
      [
        '--no-defaults',
        '--initialize-insecure',
        `--secure-file-priv=${folder}`,
        `--datadir=${data}`,
        ...asRoot,
      ],
      { stdio: 'pipe' },
    )
  const port = await freePort()
  const server = spawn(
    mysqld ?? '/usr/sbin/mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      // A server that starts removes what lies in a folder for temporary files, also what is another one's.
      `--tmpdir=${folder}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=64M',
      ...(mysqld === undefined
        ? ['--skip-name-resolve']
        : ['--mysqlx=OFF', '--local-infile=1', '--skip-log-bin', `--secure-file-priv=${folder}`]),
      ...asRoot,
      ...more,
    ],
    { stdio: 'ignore' },
  )
  await ready(server, port)
  let databases = 0
  const root = `mysql://root@127.0.0.1:${port}/mysql`
  await query(root, `create user millrace@'%' identified by '${password}'`)
  await query(root, `grant all on *.* to millrace@'%'`)
  return {
    port,
    password,
    isMysql: mysqld !== undefined,
    async database() {
      databases += 1
      await query(root, `create database test_${databases} character set utf8mb4`)
      return `mysql://millrace:${password}@127.0.0.1:${port}/test_${databases}`
    },
    async [Symbol.asyncDispose]() {
      if (server.exitCode === null) {
        const exit = once(server, 'exit')
        server.kill('SIGTERM')
        await exit
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function installMariadb(data: string): void {
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...asRoot,
    ],
    { stdio: 'pipe' },
  )
}

async function ready(server: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs
  for (;;) {
    try {
      await query(`mysql://root@127.0.0.1:${port}/mysql`, 'select 1')
      return
    } catch (error) {
      if (server.exitCode !== null || performance.now() > deadline) throw error
      await setTimeout(100)
    }
  }
}

/** One statement on a connection of its own; numbers that are none of JavaScript's as text. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = await mysql.createConnection({
    uri: url,
    dateStrings: true,
    supportBigNumbers: true,
    charset: 'utf8mb4',
    timezone: 'Z',
  })
  try {
    const [rows] = await client.query<mysql.RowDataPacket[]>(sql)
    return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : []
  } finally {
    await client.end()
  }
}
