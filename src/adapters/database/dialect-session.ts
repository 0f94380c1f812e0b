import { CompiledQuery, type Kysely } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import type { AnyTables, AuthorQuery, Dialect } from '../../ports/database.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import type { Family } from './dialect-family.ts'

/** A database that a module of the author's has connected to. */
export interface DialectSession {
  readonly kysely: Kysely<AnyTables>
  readonly family: Family
  readonly speaks: Dialect
  /** The module's path. */
  readonly where: string
  readonly signal: AbortSignal
}

/** A driver that is not ours may not hear of an abort: nothing waits for it. */
export async function guarded<T>(
  { family, where, signal }: DialectSession,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work(), aborted])
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof Failure ? error : family.failure(error, where)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** The answer of a query of an author's; its mistakes are told with their place in it. */
export async function asked(
  { family, where, signal }: DialectSession,
  db: Kysely<AnyTables>,
  { before, query: { sql, parameters }, after }: Asked,
) {
  try {
    return await rowsOf(db, `${before}${sql}${after}`, parameters)
  } catch (error) {
    signal.throwIfAborted()
    throw family.failure(error, where, { sql, before })
  }
}

interface Asked {
  readonly before: string
  readonly query: AuthorQuery
  readonly after: string
}

/** Values print in one way from here on. */
export async function begin({ family }: DialectSession, db: Kysely<AnyTables>): Promise<void> {
  for (const statement of family.begin) await rowsOf(db, statement, [])
}

export function rowsOf(db: Kysely<AnyTables>, text: string, parameters: readonly SqlValue[]) {
  return db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...parameters]))
}
