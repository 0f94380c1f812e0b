import { sql } from 'kysely'
import type { AnyTables, TableName, Transaction } from '../../../ports/database.ts'
import type { Kysely } from 'kysely'
import { tableId } from '../../sql/identifier.ts'
import { aheadName, pendingEnd, pendingTables } from '../pending-target.ts'
import { parseTable } from '../table-name.ts'
import { whereAllowed } from './mysql-refused.ts'

/**
 * Ends what became of rows in a table of another name, which nobody is at work on: as long as it is there it has not been
 * given its name, whatever was meant, and it goes, or is left to one who may drop it. If it is gone, and the one that it was
 * to be is there, what the ledger says of it holds from now on. Answers that. Throws where that cannot be entered: who went
 * on would load the same rows again.
 */
export async function concludePending({ db }: Transaction, made: TableName): Promise<boolean> {
  // What is read from now on is what is there now; within a transaction, no proxy asks a replica that lags behind.
  await sql`commit`.execute(db)
  await sql`start transaction`.execute(db)
  const entries = await pendingEntries(db, pendingEnd(made))
  if (await isThere(db, made)) {
    await whereAllowed(takeBack(db, made, entries))
    return false
  }
  const published = await Promise.all(entries.map((entry) => settle(db, entry)))
  return published.includes(true)
}

/**
 * Removes the tables of loads that broke off in this database, and what its ledger says of them; those that somebody is at
 * work on stay.
 */
export async function clearPending(transaction: Transaction): Promise<void> {
  for (const made of await left(transaction.db)) {
    if (!(await claimPending(transaction, made))) continue
    await concludePending(transaction, made)
    await sql`select release_lock(${made.name})`.execute(transaction.db)
  }
}

/** Whether the table is nobody else's; if so it is the connection's, until it ends. */
export async function claimPending({ db }: Transaction, { name }: TableName): Promise<boolean> {
  const { rows } = await sql<{ got: unknown }>`
    select case when is_free_lock(${name}) = 1 then get_lock(${name}, 0) else 0 end as got`.execute(db)
  return Number(rows[0]?.got) === 1
}

async function left(db: Kysely<AnyTables>): Promise<readonly TableName[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = database() and left(table_name, ${sql.lit(aheadName.length)}) = ${aheadName}`.execute(
    db,
  )
  const entries = await pendingEntries(db, '')
  const names = new Set([...rows.map(({ name }) => name), ...entries.map(({ made }) => made.name)])
  return [...names].map((name) => ({ name }))
}

interface Entry {
  readonly pipeline: string
  readonly step: string
  readonly run: string
  /** As it stands in the ledger. */
  readonly pending: string
  readonly target: string
  readonly made: TableName
}

/** Where no load has ended there is no ledger. */
async function pendingEntries(db: Kysely<AnyTables>, end: string): Promise<readonly Entry[]> {
  const { rows: ledgers } = await sql`
    select 1 from information_schema.tables
    where table_schema = database() and table_name = '_millrace_loads'`.execute(db)
  if (ledgers.length === 0) return []
  const { rows } = await sql<Omit<Entry, 'target' | 'made'>>`
    select pipeline, step, run, target as pending from _millrace_loads
    where instr(target, ${pendingEnd({ name: aheadName })}) > 0`.execute(db)
  return rows
    .filter(({ pending }) => pending.endsWith(end))
    .map((row) => ({ ...row, ...pendingTables(row.pending) }))
}

/** In this order: an entry without its table would be taken for one that is published. */
async function takeBack(db: Kysely<AnyTables>, made: TableName, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) await sql`delete ${fromLedger(entry)}`.execute(db)
  await sql`drop table ${tableId(made)}`.execute(db)
}

/** A table that is not seen may be one that this user must not see: the entry stays, until a load makes the table. */
async function settle(db: Kysely<AnyTables>, entry: Entry): Promise<boolean> {
  if (!(await isThere(db, parseTable(entry.target)))) return false
  await sql`update ignore _millrace_loads set target = ${entry.target} ${whereIs(entry)}`.execute(db)
  await sql`delete ${fromLedger(entry)}`.execute(db)
  return true
}

function fromLedger(entry: Entry) {
  return sql`from _millrace_loads ${whereIs(entry)}`
}

/** By the whole key: it waits for no other entry. */
function whereIs({ pipeline, step, run, pending }: Entry) {
  return sql`where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${pending}`
}

async function isThere(db: Kysely<AnyTables>, { schema, name }: TableName): Promise<boolean> {
  const { rows } = await sql`
    select 1 from information_schema.tables
    where table_schema = coalesce(${schema ?? null}, database()) and table_name = ${name}`.execute(db)
  return rows.length > 0
}
