import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** A file that one process holds until it lets go or ends, however it ends: the system's own lock, by way of SQLite. */
export interface HeldFile extends Disposable {
  readonly path: string
}

/** Holds a file, made if it is not there; `undefined` when somebody else holds it. */
export function holdFile(path: string): HeldFile | undefined {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
  return {
    path,
    [Symbol.dispose]: () => {
      database.close()
      rmSync(path, { force: true })
    },
  }
}

/** SQLITE_BUSY: another has the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
