import type { Kysely } from 'kysely'
import type { AnyTables } from '../../ports/database.ts'

/**
 * A transaction that tells what went wrong first: when the connection is gone, or SQLite has rolled back by itself,
 * the rollback fails too, and its complaint would hide the cause.
 */
export async function transact<T>(
  kysely: Kysely<AnyTables>,
  work: (db: Kysely<AnyTables>) => Promise<T>,
): Promise<T> {
  let first: { readonly error: unknown } | undefined
  try {
    return await kysely.transaction().execute(async (db) => {
      try {
        return await work(db)
      } catch (error) {
        first = { error }
        throw error
      }
    })
  } catch (error) {
    throw first === undefined ? error : first.error
  }
}
