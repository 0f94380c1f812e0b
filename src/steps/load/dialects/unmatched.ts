import { type RawBuilder, sql } from 'kysely'
import { tableId } from '../../sql/identifier.ts'
import type { Unmatched } from './dialect.ts'

/** A row of the table without a whole key is none that could be missing. */
export function wholeKey(key: readonly string[]): RawBuilder<unknown> {
  return sql.join(
    key.map((name) => sql`${sql.id('t', name)} is not null`),
    sql` and `,
  )
}

/** That a row of the table has a key, which no staged row has. */
export function unmatched({ staged, key, on }: Unmatched): RawBuilder<unknown> {
  return sql`${wholeKey(key)} and not exists (select 1 from ${tableId(staged)} as s where ${on})`
}
