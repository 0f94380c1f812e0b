import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api'
import type { Duckdb, DuckdbOptions, DuckdbSession } from '../../ports/duckdb.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import { type DuckdbModule, findDuckdb } from './find-duckdb.ts'
import { loadSqliteExtension } from './sqlite-extension.ts'

/** Where there is something to be found: `RUNNER_TOOL_CACHE` and `MILLRACE_DUCKDB_EXTENSION`. */
interface Places {
  readonly toolCache: string | undefined
  readonly extension: string | undefined
}

/** DuckDB where the user's project has it, or the runner's tool cache. */
export function createDuckdb(places: Places): Duckdb {
  return { open: (options, signal) => openDuckdb(places, options, signal) }
}

/** No query makes DuckDB fetch an extension (`loadSqliteExtension` does, and says so), and a mistake tells its place. */
const settings = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  errors_as_json: 'true',
}

async function openDuckdb(
  { toolCache, extension }: Places,
  options: DuckdbOptions,
  signal: AbortSignal,
): Promise<DuckdbSession> {
  const { workspace, scratch, attach, log } = options
  const found = await findDuckdb({ toolCache, workspace, log, signal })
  const instance = await found.DuckDBInstance.create(':memory:', { ...settings, temp_directory: scratch })
  const connection = await instance.connect()
  const session = new Session(found, instance, connection, signal)
  try {
    await loadSqliteExtension(session, { named: extension, log })
    const files = attach.map(({ path }) => quoted(path)).join(', ')
    await session.query(`set allowed_paths = [${files}]`)
    await session.query(`set allowed_directories = [${quoted(`${scratch}/`)}]`)
    await session.query("set timezone = 'UTC'")
    for (const { name, path } of attach)
      await session.query(`attach ${quoted(path)} as "${name}" (type sqlite, read_only)`)
    return session
  } catch (error) {
    await session[Symbol.asyncDispose]()
    throw error
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

class Session implements DuckdbSession {
  readonly #module: DuckdbModule
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #signal: AbortSignal
  readonly #interrupt = (): void => this.#connection.interrupt()

  constructor(
    module: DuckdbModule,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    signal: AbortSignal,
  ) {
    this.#module = module
    this.#instance = instance
    this.#connection = connection
    this.#signal = signal
    signal.addEventListener('abort', this.#interrupt)
  }

  async query(
    sql: string,
    parameters: readonly SqlValue[] = [],
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    this.#signal.throwIfAborted()
    try {
      const types = parameters.map((value) => this.#typeOf(value))
      const result = await this.#connection.runAndReadAll(sql, parameters.map(bindable), types)
      return result.getRowObjects()
    } catch (error) {
      this.#signal.throwIfAborted()
      throw duckdbFailure(error, sql)
    }
  }

  async describe(sql: string): Promise<readonly string[]> {
    try {
      const prepared = await this.#connection.prepare(sql)
      const names = Array.from({ length: prepared.columnCount }, (_, index) => prepared.columnName(index))
      prepared.destroySync()
      return names
    } catch (error) {
      throw duckdbFailure(error, sql)
    }
  }

  async seal(): Promise<void> {
    await this.query('set enable_external_access = false')
    await this.query('set lock_configuration = true')
  }

  /** A whole number is meant as an integer of 64 bits; by itself DuckDB would take a `bigint` for one of 128. */
  #typeOf(value: SqlValue) {
    const { BIGINT, DOUBLE, VARCHAR, HUGEINT } = this.#module
    if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT
    if (typeof value === 'number') return Number.isSafeInteger(value) ? BIGINT : DOUBLE
    return VARCHAR
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal.removeEventListener('abort', this.#interrupt)
    this.#connection.closeSync()
    this.#instance.closeSync()
  }
}

function bindable(value: SqlValue): DuckDBValue {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
}
