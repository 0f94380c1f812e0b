import { sql } from 'kysely'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { regclass, tableId } from '../../sql/identifier.ts'
import { type Referring, refuseCascades } from './refuse-cascades.ts'

/** Answers how many rows there were. */
export async function emptyPostgresTable(transaction: Transaction, table: TableName): Promise<number> {
  const { mayTruncate, referring } = await knownOf(transaction, table)
  refuseCascades(table, referring)
  if (mayTruncate) return truncate(transaction, table)
  return Number((await sql`delete from ${tableId(table)}`.execute(transaction.db)).numAffectedRows)
}

interface Known {
  readonly mayTruncate: boolean
  readonly referring: readonly Referring[]
}

const rules: Readonly<Record<string, string>> = { c: 'cascade', n: 'set null', d: 'set default' }

/** Truncating is quick, but asks for a right of its own, and no other table may refer to this one. */
async function knownOf({ db }: Transaction, table: TableName): Promise<Known> {
  const name = sql`cast(${regclass(table)} as regclass)`
  const { rows } = await sql<{ may: boolean; name: string | null; rule: string | null }>`
    select distinct has_table_privilege(${name}, 'truncate') as may,
      cast(cast(c.conrelid as regclass) as text) as name, cast(c.confdeltype as text) as rule
    from (select 1) as one left join pg_catalog.pg_constraint as c
      on c.contype = 'f' and c.confrelid = ${name} and c.conrelid <> c.confrelid
    order by name, rule`.execute(db)
  return {
    mayTruncate: rows.every((row) => row.may && row.name === null),
    referring: rows.flatMap((row) => {
      const rule = rules[row.rule ?? '']
      return row.name === null || rule === undefined ? [] : [{ name: row.name, rule }]
    }),
  }
}

/** The database itself does not say how many rows there were. */
async function truncate({ db }: Transaction, table: TableName): Promise<number> {
  const { rows } = await sql<{ found: unknown }>`select count(*) as found from ${tableId(table)}`.execute(db)
  await sql`truncate table ${tableId(table)}`.execute(db)
  return Number(rows[0]?.found)
}
