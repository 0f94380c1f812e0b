import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { unreachable } from '../../diagnostic/failure.ts'
import type { Dialect, TableName, Transaction } from '../../ports/ports.ts'
import { columnIds, tableId } from '../sql/identifier.ts'
import type { ColumnPair } from './match-columns.ts'
import { regclass } from './ledger.ts'
import type { TableLoad } from './options.ts'
import { requireSingleMatches } from './require-keys.ts'

interface Publication {
  readonly staged: TableName
  readonly table: TableName
  readonly pairs: readonly ColumnPair[]
  /** Whether the staged columns are the table's, all of them and in its order. */
  readonly sameOrder: boolean
  readonly mode: TableLoad['mode']
  readonly key: readonly string[]
  /** Staged rows. */
  readonly rows: number
  readonly mask: (text: string) => string
}

/** What became of the rows. */
export interface Published {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
}

/** Moves the staged rows into the table, by set-based statements inside the load's transaction. */
export async function publish(transaction: Transaction, publication: Publication): Promise<Published> {
  switch (publication.mode) {
    case 'append':
      return { ...none, inserted: await insertAll(transaction, publication) }
    case 'replace':
      return replace(transaction, publication)
    case 'merge':
      return merge(transaction, publication)
    default:
      return unreachable(publication.mode)
  }
}

const none: Published = { inserted: 0, updated: 0, unchanged: 0, removed: 0 }

/** The table itself stays, and with it its views, grants and indexes. */
async function replace(transaction: Transaction, publication: Publication): Promise<Published> {
  await takeTurns(transaction, publication.table)
  const target = tableId(publication.table)
  const removed = (await mayTruncate(transaction, publication.table))
    ? await truncate(transaction, publication.table)
    : Number((await sql`delete from ${target}`.execute(transaction.db)).numAffectedRows)
  return { ...none, inserted: await insertAll(transaction, publication), removed }
}

/** Two loads at once would not see each other's rows: SQLite lets one write anyway, PostgreSQL is asked for a lock. */
async function takeTurns({ db, dialect }: Transaction, table: TableName): Promise<void> {
  if (dialect === 'postgres') await sql`lock table ${tableId(table)} in share row exclusive mode`.execute(db)
}

/** Answers how many rows there were: the database itself does not say. */
async function truncate({ db }: Transaction, table: TableName): Promise<number> {
  const { rows } = await sql<{ found: unknown }>`select count(*) as found from ${tableId(table)}`.execute(db)
  await sql`truncate table ${tableId(table)}`.execute(db)
  return Number(rows[0]?.found)
}

/** Truncating is quick, but asks for a right of its own, and no other table may refer to this one. */
async function mayTruncate({ db, dialect }: Transaction, table: TableName): Promise<boolean> {
  if (dialect === 'sqlite') return false
  const name = sql`cast(${regclass(table)} as regclass)`
  const { rows } = await sql<{ may: boolean }>`
    select has_table_privilege(${name}, 'truncate') and not exists (
      select 1 from pg_catalog.pg_constraint where contype = 'f' and confrelid = ${name} and conrelid <> confrelid
    ) as may`.execute(db)
  return rows[0]?.may === true
}

/**
 * Rows whose key is there are updated if they differ; the others are inserted. It needs no unique index on the key.
 */
async function merge(transaction: Transaction, publication: Publication): Promise<Published> {
  const { db, dialect } = transaction
  const { table, staged, pairs, key, rows } = publication
  await takeTurns(transaction, table)
  const values = pairs.filter(({ source }) => !key.includes(source.name))
  const sameKey = sql.join(
    key.map((name) => sql`${sql.id('t', name)} = ${converted(pairOf(pairs, name), dialect)}`),
    sql` and `,
  )
  await requireSingleMatches(transaction, publication, sameKey)
  const updated = values.length === 0 ? 0 : await update(transaction, publication, { values, sameKey })
  const { numAffectedRows } = await sql`
    insert into ${tableId(table)} (${columnIds(pairs.map(({ source }) => source.name))})
    select ${sql.join(pairs.map((pair) => converted(pair, dialect)))} from ${tableId(staged)} as s
    where not exists (select 1 from ${tableId(table)} as t where ${sameKey})`.execute(db)
  const inserted = Number(numAffectedRows)
  return { inserted, updated, unchanged: rows - inserted - updated, removed: 0 }
}

async function update(
  { db, dialect }: Transaction,
  { table, staged }: Publication,
  { values, sameKey }: { values: readonly ColumnPair[]; sameKey: RawBuilder<unknown> },
): Promise<number> {
  const sets = values.map((pair) => sql`${sql.id(pair.source.name)} = ${converted(pair, dialect)}`)
  const changed = values.map((pair) => sql`${comparable(pair)} is distinct from ${converted(pair, dialect)}`)
  const { numAffectedRows } = await sql`
    update ${tableId(table)} as t set ${sql.join(sets)} from ${tableId(staged)} as s
    where ${sameKey} and (${sql.join(changed, sql` or `)})`.execute(db)
  return Number(numAffectedRows)
}

/** SQLite moves whole records, without taking them apart, where all columns go as they are and none is named. */
async function insertAll(
  { db, dialect }: Transaction,
  { table, staged, pairs, sameOrder }: Publication,
): Promise<number> {
  if (dialect === 'sqlite' && sameOrder) {
    const moved = await sql`insert into ${tableId(table)} select * from ${tableId(staged)}`.execute(db)
    return Number(moved.numAffectedRows)
  }
  const { numAffectedRows } = await sql`
    insert into ${tableId(table)} (${columnIds(pairs.map(({ source }) => source.name))})
    select ${sql.join(pairs.map((pair) => converted(pair, dialect)))} from ${tableId(staged)} as s`.execute(
    db,
  )
  return Number(numAffectedRows)
}

/** The staged value as the table's column has it; `requireLossless` has seen that nothing is lost. */
function converted({ source, target }: ColumnPair, dialect: Dialect): RawBuilder<unknown> {
  const column = sql.id('s', source.name)
  return dialect === 'postgres' ? sql`cast(${column} as ${sql.raw(target.type)})` : column
}

/** PostgreSQL's `json` knows no equality. */
function comparable({ source, target }: ColumnPair): RawBuilder<unknown> {
  const column = sql.id('t', source.name)
  return target.type === 'json' ? sql`${column}::jsonb` : column
}

function pairOf(pairs: readonly ColumnPair[], name: string): ColumnPair {
  const pair = pairs.find(({ source }) => source.name === name)
  return pair ?? { source: { name, type: 'text' }, target: { name, type: 'text', filled: false } }
}
