import type { Ports } from '../ports/ports.ts'
import { systemClock } from './clock/clock.ts'
import { createDatabases } from './database/databases.ts'
import { createDuckdb } from './duckdb/duckdb.ts'
import { createHttp } from './http/http.ts'
import { createProcesses } from './processes/processes.ts'
import { sqliteEngine } from './sqlite/sqlite-engine.ts'

/** The world. A script that is told to stop has `graceMs` until it is killed. */
export function createPorts({ graceMs }: { readonly graceMs: number }): Ports {
  return {
    clock: systemClock,
    http: createHttp(systemClock),
    processes: createProcesses({ graceMs }),
    databases: createDatabases(sqliteEngine),
    sqlite: sqliteEngine,
    duckdb: createDuckdb({
      toolCache: process.env['RUNNER_TOOL_CACHE'],
      extension: process.env['MILLRACE_DUCKDB_EXTENSION'],
    }),
  }
}
