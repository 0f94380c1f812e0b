import { Failure } from '../../diagnostic/failure.ts'
import type { DuckdbSession } from '../../ports/duckdb.ts'

/**
 * Loads the extension by which DuckDB reads datasets. Where it is not installed yet, DuckDB fetches the one for its version
 * from its own server, on any machine, and the log says so. It is not pinned: what makes DuckDB trust it is DuckDB's
 * signature, not a hash of ours. `named` is the file to take instead (`MILLRACE_DUCKDB_EXTENSION`), which must be signed too.
 */
export async function loadSqliteExtension(
  session: Pick<DuckdbSession, 'query'>,
  { named, log }: { readonly named: string | undefined; readonly log: (line: string) => void },
): Promise<void> {
  if (named !== undefined && named !== '') {
    await session.query(`load '${named.replaceAll("'", "''")}'`)
    return
  }
  try {
    await session.query('load sqlite')
  } catch {
    log('DuckDB fetches its extension for SQLite files')
    await install(session)
  }
}

async function install(session: Pick<DuckdbSession, 'query'>): Promise<void> {
  try {
    await session.query('install sqlite')
    await session.query('load sqlite')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Failure('engine/missing', `DuckDB's extension for SQLite files cannot be had: ${reason}`, {
      cause,
      retryable: true,
      help: 'Let the machine reach the server of the extensions, or name the file in MILLRACE_DUCKDB_EXTENSION',
    })
  }
}
