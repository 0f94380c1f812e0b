import { Failure } from '../../diagnostic/failure.ts'
import type { DuckdbSession } from '../../ports/ports.ts'

/**
 * Loads the extension by which DuckDB reads datasets. Where it is not installed yet, DuckDB fetches its own signed one for
 * its version; `named` is the file to take instead, for machines without a network (`MILLRACE_DUCKDB_EXTENSION`).
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
