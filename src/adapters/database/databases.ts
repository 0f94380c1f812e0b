import { Failure } from '../../diagnostic/failure.ts'
import type { Databases } from '../../ports/database.ts'
import type { SqliteEngine } from '../../ports/sqlite.ts'
import { isDatabaseUrl, isMysqlUrl, isPostgresUrl } from '../../text/database-url.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'

/** Databases by the scheme of their URL; each driver is loaded when it is first asked for. */
export function createDatabases(sqlite: SqliteEngine): Databases {
  return {
    async open(connection, workspace, signal) {
      const { url } = connection
      if (connection.dialect !== undefined) {
        const { openDialect } = await import('./dialect-database.ts')
        return openDialect(connection, workspace, signal)
      }
      const path = sqlitePath(url)
      if (path !== undefined) {
        const { openSqlite } = await import('./sqlite-database.ts')
        return openSqlite(sqlite, { path, workspace }, signal)
      }
      if (isPostgresUrl(url)) {
        const { openPostgres } = await import('./postgres-database.ts')
        return openPostgres(url, signal)
      }
      if (isMysqlUrl(url)) {
        const { openMysql } = await import('./mysql-database.ts')
        return openMysql(url, workspace, signal)
      }
      throw unknownScheme(url)
    },
    faultOf: ({ url, dialect }) =>
      dialect !== undefined || isDatabaseUrl(url) ? undefined : unknownScheme(url),
  }
}

function unknownScheme(url: string): Failure {
  if (url.trim() === '') {
    return new Failure('database/connection', 'the connection is empty', {
      help: 'Check that the secret or variable that holds it is set',
    })
  }
  return new Failure(
    'database/connection',
    'the connection is no postgres://, mysql:// or mariadb:// URL, nor sqlite:path',
    {
      help: 'Write it as postgres://user:password@host:5432/database, mysql://… or sqlite:data/warehouse.sqlite',
    },
  )
}
