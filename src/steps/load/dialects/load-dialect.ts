import type { Dialect } from '../../../ports/database.ts'
import type { LoadDialect } from './dialect.ts'
import { mysqlLoads } from './mysql.ts'
import { postgresLoads } from './postgres.ts'
import { sqliteLoads } from './sqlite.ts'

/** What loads say to a database of this kind. */
export const loadDialects: Readonly<Record<Dialect, LoadDialect>> = {
  sqlite: sqliteLoads,
  postgres: postgresLoads,
  mysql: mysqlLoads,
}
