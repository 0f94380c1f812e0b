import { CompiledQuery, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'
import mysql, { type Connection } from 'mysql2'
import { Bug } from '../../diagnostic/failure.ts'

/**
 * Kysely over one MySQL connection. Its own dialect would have the client write parameters into the text, also where a
 * `?` stands in quotes; here the server binds them.
 */
export function mysqlDialect(client: Connection): Dialect {
  return {
    createAdapter: () => new MysqlAdapter(),
    createDriver: () => new ClientDriver(client),
    createIntrospector: (db) => new MysqlIntrospector(db),
    createQueryCompiler: () => new MysqlQueryCompiler(),
  }
}

class ClientDriver implements Driver {
  readonly #connection: ClientConnection

  constructor(client: Connection) {
    this.#connection = new ClientConnection(client)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }

  async beginTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('start transaction'))
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class ClientConnection implements DatabaseConnection {
  readonly #client: Connection

  constructor(client: Connection) {
    this.#client = client
  }

  /** What has no parameters is sent as text: not every statement can be prepared. */
  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null, answer: unknown): void => {
        if (error === null) resolve(resultOf<Row>(answer))
        else reject(error)
      }
      if (parameters.length === 0) this.#client.query(sql, settle)
      else this.#client.execute(sql, parameters.map(bindable), settle)
    })
  }

  // oxlint-disable-next-line require-yield -- nothing here streams; the interface asks for it
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Bug('a MySQL connection does not stream')
  }
}

function resultOf<Row>(answer: unknown): QueryResult<Row> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- Kysely trusts its drivers with the row's shape
  if (Array.isArray(answer)) return { rows: answer as Row[] }
  const affected: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'affectedRows') : undefined
  return { rows: [], ...(typeof affected === 'number' ? { numAffectedRows: BigInt(affected) } : {}) }
}

/** A JavaScript number binds as a double: a whole one is meant as an integer. */
export function bindable(
  value: unknown,
): ReturnType<typeof mysql.TypedParameter.BIGINT> | string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? mysql.TypedParameter.BIGINT(value) : value
  if (typeof value === 'bigint') return fitsBigint(value) ? mysql.TypedParameter.BIGINT(value) : String(value)
  throw new Bug(`a ${typeof value} cannot be bound to a statement`)
}

function fitsBigint(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}
