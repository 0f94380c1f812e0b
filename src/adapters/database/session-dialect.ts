import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'
import { Bug } from '../../diagnostic/failure.ts'
import type { SqliteSession, SqlValue } from '../../ports/sqlite.ts'

/** Kysely over one SQLite session: its statements are compiled here and run in the session's process. */
export function sessionDialect(session: SqliteSession): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SessionDriver(session),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

class SessionDriver implements Driver {
  readonly #connection: SessionConnection

  constructor(session: SqliteSession) {
    this.#connection = new SessionConnection(session)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }

  /** Takes the write lock at once: a transaction that reads first could not be sure to get it later. */
  async beginTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('commit'))
  }

  /** SQLite rolls back by itself on a full disk, say; then this fails, and must not hide why. */
  async rollbackTransaction(): Promise<void> {
    try {
      await this.#connection.executeQuery(CompiledQuery.raw('rollback'))
    } catch {
      // nothing is left to undo
    }
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class SessionConnection implements DatabaseConnection {
  readonly #session: SqliteSession

  constructor(session: SqliteSession) {
    this.#session = session
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changes } = await this.#session.query({
      sql: query.sql,
      parameters: query.parameters.map(sqlValue),
    })
    // oxlint-disable-next-line no-unsafe-type-assertion -- Kysely trusts its drivers with the row's shape
    return { rows: rows as Row[], numAffectedRows: BigInt(changes) }
  }

  // oxlint-disable-next-line require-yield -- nothing here streams; the interface asks for it
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Bug('a SQLite session does not stream')
  }
}

function sqlValue(value: unknown): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (typeof value === 'boolean') return value ? 1 : 0
  throw new Bug(`a ${typeof value} cannot be bound to a statement`)
}
