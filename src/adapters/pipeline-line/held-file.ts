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

/** Who lets go removes the file, also while another is opening it: then that one opens it anew. */
const mostOpenings = 5

function lock(path: string, waitMs: number): DatabaseSync | undefined {
  for (let openings = 1; ; openings += 1) {
    const database = new DatabaseSync(path, { timeout: waitMs })
    try {
      database.exec('BEGIN EXCLUSIVE')
      return database
    } catch (error) {
      database.close()
      if (isBusy(error)) return undefined
      if (openings === mostOpenings || !isRemoved(error)) throw error
    }
  }
}

/** SQLITE_BUSY: another has the lock. */
function isBusy(error: unknown): boolean {
  return primaryCode(error) === 5
}

/** SQLITE_READONLY, SQLITE_IOERR or SQLITE_CANTOPEN is what a file comes to that is no longer there. */
function isRemoved(error: unknown): boolean {
  return [8, 10, 14].includes(primaryCode(error))
}

/** An extended code of SQLite's has the primary one in its last byte. */
function primaryCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) % 256 : 0
}
