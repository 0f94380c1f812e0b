import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import type { SqliteEngine, SqliteSession } from '../../ports/sqlite.ts'

/** What goes wrong with a file, and not with a statement. */
const ofTheFile = new Set([
  'database/connection',
  'database/read-only',
  'database/busy',
  'database/io',
  'database/corrupt',
  'disk/full',
])

/** The same engine, whose failures say which file it is about: SQLite itself does not. `named`: as its author wrote it. */
export function withFile(engine: SqliteEngine, file: { path: string; named: string }): SqliteEngine {
  return {
    ...engine,
    open: (options, signal) =>
      telling(file, async () => sessionWithFile(await engine.open(options, signal), file)),
  }
}

function sessionWithFile(session: SqliteSession, file: { path: string; named: string }): SqliteSession {
  return {
    query: (statement) => telling(file, () => session.query(statement)),
    describe: (statement) => telling(file, () => session.describe(statement)),
    select: (statement, columns) => telling(file, () => session.select(statement, columns)),
    fetch: () => telling(file, () => session.fetch()),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

async function telling<T>(
  { path, named }: { readonly path: string; readonly named: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failure) || !ofTheFile.has(error.code)) throw error
    throw error.retold(`SQLite "${named}": ${error.message}`, remedy(error, path))
  }
}

function remedy({ code, facts, help }: Failure, path: string): string | undefined {
  if (code === 'database/read-only')
    return 'Let the user of the run write to the file and to its folder, or load into another file'
  if (facts.sqlState !== 'SQLITE_CANTOPEN') return help
  const there = statSync(path, { throwIfNoEntry: false })
  if (there?.isDirectory() === true) return 'It is a folder: name a file in it'
  if (there === undefined && !existsSync(dirname(path))) return 'Its folder is not there'
  if (there === undefined)
    return 'There is no such file; for a load to make it, the user of the run must be able to write to the folder'
  return 'Let the user of the run read and write the file and its folder'
}
