import { systemClock } from '../adapters/clock/clock.ts'
import { createDatabases } from '../adapters/database/databases.ts'
import { createHttp } from '../adapters/http/http.ts'
import { createProcesses } from '../adapters/processes/processes.ts'
import { sqliteEngine } from '../adapters/sqlite/sqlite-engine.ts'
import type { Ports } from '../ports/ports.ts'

/** The world as a laptop has it. */
export function createPorts(): Ports {
  return {
    clock: systemClock,
    http: createHttp(systemClock),
    processes: createProcesses({ graceMs: 5_000 }),
    databases: createDatabases(sqliteEngine),
    sqlite: sqliteEngine,
  }
}
