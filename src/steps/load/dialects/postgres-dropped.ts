import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { regclass } from '../../sql/identifier.ts'

/** By a trigger before each row, which may answer null, a rule, or a policy that hides rows; also of a partition. */
export async function droppedBy({ db }: Transaction, table: TableName): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    with recursive parts as (
      select oid from pg_catalog.pg_class where oid = to_regclass(${regclass(table)})
      union select i.inhrelid from pg_catalog.pg_inherits i join parts on parts.oid = i.inhparent
    )
    select 'trigger "' || tgname || '"' as what from pg_catalog.pg_trigger join parts on parts.oid = tgrelid
      where not tgisinternal and tgenabled <> 'D' and (tgtype & 3) = 3 and (tgtype & 20) <> 0
    union select 'rule "' || rulename || '"' from pg_catalog.pg_rewrite join parts on parts.oid = ev_class
    union select 'row level security' from pg_catalog.pg_class join parts using (oid) where relrowsecurity`.execute(
    db,
  )
  return rows.map(({ what }) => what)
}
