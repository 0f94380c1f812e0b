import { constants } from 'node:sqlite'

const names = new Map<number, string>([
  [constants.SQLITE_ATTACH, 'ATTACH'],
  [constants.SQLITE_DETACH, 'DETACH'],
  [constants.SQLITE_PRAGMA, 'PRAGMA'],
  [constants.SQLITE_DELETE, 'DELETE'],
  [constants.SQLITE_UPDATE, 'UPDATE'],
  [constants.SQLITE_INSERT, 'INSERT'],
  [constants.SQLITE_FUNCTION, 'the function'],
  [constants.SQLITE_TRANSACTION, 'a transaction statement'],
])

const refusedFunctions = new Set(['load_extension', 'fts3_tokenizer', 'fts5'])

/**
 * SQLite's authorizer: statements of our own may do anything; one with an author's text may read, and fill the one
 * table it was given. Asked while a statement is compiled, so it costs nothing when rows flow.
 */
export class Guard {
  /** What the last statement was not allowed to do. */
  refused: string | undefined
  #armed = false
  #into: string | undefined

  arm(guard: { readonly into?: string } | undefined): void {
    this.refused = undefined
    this.#armed = guard !== undefined
    this.#into = guard?.into
  }

  judge(action: number, first: string | null, second: string | null, database: string | null): number {
    if (!this.#armed || this.#allows(action, first, second, database)) return constants.SQLITE_OK
    this.refused = `${names.get(action) ?? 'changing the database:'} ${first || second || ''}`.trim()
    return constants.SQLITE_DENY
  }

  #allows(action: number, first: string | null, second: string | null, database: string | null): boolean {
    switch (action) {
      case constants.SQLITE_SELECT:
      case constants.SQLITE_READ:
      case constants.SQLITE_RECURSIVE:
        return true
      case constants.SQLITE_FUNCTION:
        return !refusedFunctions.has(second?.toLowerCase() ?? '')
      case constants.SQLITE_INSERT:
        return first === this.#into && (database === 'main' || database === 'temp')
      default:
        return false
    }
  }
}
