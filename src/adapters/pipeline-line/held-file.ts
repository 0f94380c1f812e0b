import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** A file that one process holds until it lets go or ends, however it ends: the system's own lock, by way of SQLite. */
export interface HeldFile extends Disposable {
  readonly path: string
}

/** Holds a file, made if it is not there; `undefined` when somebody else holds it, also after so many milliseconds. */
export function holdFile(path: string, waitMs = 0): HeldFile | undefined {
  const database = lock(path, waitMs)
  if (database === undefined) return undefined
  return {
    path,
    [Symbol.dispose]: () => {
      database.close()
      rmSync(path, { force: true })
    },
  }
}

/** Whether a process holds the file. It stays where it is, so that one who waits for it gets it. */
export function isHeld(path: string): boolean {
  if (!existsSync(path)) return false
  const database = lock(path, 0)
  database?.close()
  return database === undefined
}

function lock(path: string, waitMs: number): DatabaseSync | undefined {
  const database = new DatabaseSync(path, { timeout: waitMs })
  try {
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

/** SQLITE_BUSY: another has the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
