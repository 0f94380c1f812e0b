import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Bug } from '../../src/diagnostic/failure.ts'
import type { SqliteEngine, SqliteSession, SqliteStatement, SqlResult } from '../../src/ports/sqlite.ts'
import { registerFunctions } from '../../src/steps/sql/functions.ts'

/** The world may end before or after any statement: throw there, and the session is as dead as a killed process. */
export interface Faults {
  readonly before: (sql: string) => void
  readonly after: (sql: string) => void
}

/** SQLite in this process: a session costs next to nothing, so that a test can open thousands. */
export function inProcessSqlite(faults: Faults): SqliteEngine {
  return {
    open: ({ path, attach = [], functions, unpublished, readOnly = false }) => {
      const database = new DatabaseSync(path === ':memory:' ? path : pathToFileURL(path), { readOnly })
      for (const one of attach)
        database.prepare('attach ? as ?').run(`${pathToFileURL(one.path).href}?mode=ro&immutable=1`, one.name)
      if (unpublished === true) database.exec('pragma journal_mode = off; pragma synchronous = off')
      else database.exec('pragma synchronous = off')
      if (functions === true) registerFunctions(database)
      return Promise.resolve(sessionOf(database, faults))
    },
    prepare: () => ({ [Symbol.dispose]() {} }),
  }
}

function sessionOf(database: DatabaseSync, faults: Faults): SqliteSession {
  let isDead = false
  const alive = <T>(check: () => T): T => {
    if (isDead) throw new Error('the process is gone')
    try {
      return check()
    } catch (error) {
      isDead = true
      database.close()
      throw error
    }
  }
  return {
    async query({ sql, parameters = [] }: SqliteStatement) {
      alive(() => faults.before(sql))
      const prepared = database.prepare(sql)
      prepared.setReadBigInts(true)
      const bound = parameters.map((value) => (Number.isSafeInteger(value) ? BigInt(Number(value)) : value))
      if (prepared.columns().length === 0) {
        const { changes } = prepared.run(...bound)
        alive(() => faults.after(sql))
        return { rows: [], changes: Number(changes) }
      }
      const rows = prepared.all(...bound).map(readable)
      alive(() => faults.after(sql))
      return { rows, changes: 0 }
    },
    describe: () => Promise.reject(new Bug('not in this process')),
    select: () => Promise.reject(new Bug('not in this process')),
    fetch: () => Promise.reject(new Bug('not in this process')),
    [Symbol.asyncDispose]() {
      if (!isDead) database.close()
      isDead = true
      return Promise.resolve()
    },
  }
}

function readable(row: Record<string, SqlResult>): Record<string, SqlResult> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value,
    ]),
  )
}
