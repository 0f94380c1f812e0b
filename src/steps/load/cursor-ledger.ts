import { sql } from 'kysely'
import type { TableName, Transaction } from '../../ports/database.ts'
import { tableId } from '../sql/identifier.ts'
import { createLedger, ledgerText } from './ledger-table.ts'

const table: TableName = { name: '_millrace_cursors' }

/** A load step of a pipeline, and a source that its rows come from. */
export interface CursorKey {
  readonly pipeline: string
  readonly step: string
  readonly source: string
}

/** Up to where each load has the rows of each source: in the database that it loads into, so that both are one transaction. */
export class CursorLedger {
  readonly #transaction: Transaction

  constructor(transaction: Transaction) {
    this.#transaction = transaction
  }

  /** Makes the table if it is not there. Two at once would collide in PostgreSQL's catalog: one waits. */
  async prepare(): Promise<void> {
    const { db, dialect } = this.#transaction
    if (await this.exists()) return
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${table.name}))`.execute(db)
    const text = ledgerText(dialect)
    const made = db.schema
      .createTable(table.name)
      .addColumn('pipeline', text, (column) => column.notNull())
      .addColumn('step', text, (column) => column.notNull())
      .addColumn('source', text, (column) => column.notNull())
      .addColumn('value', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('_millrace_cursors_key', ['pipeline', 'step', 'source'])
    await createLedger(made, dialect)
  }

  async exists(): Promise<boolean> {
    const { db, dialect } = this.#transaction
    const query = {
      sqlite: sql`select 1 from sqlite_schema where type = 'table' and name = ${table.name}`,
      postgres: sql`select 1 where to_regclass(${table.name}) is not null`,
      mysql: sql`select 1 from information_schema.tables
        where table_schema = database() and table_name = ${table.name}`,
    }[dialect]
    return (await query.execute(db)).rows.length > 0
  }

  /** What is kept of one source, by step. */
  async read({ pipeline, source }: Omit<CursorKey, 'step'>): Promise<ReadonlyMap<string, string>> {
    const { rows } = await sql<{ step: unknown; value: unknown }>`
      select step, value from ${tableId(table)} where pipeline = ${pipeline} and source = ${source}`.execute(
      this.#transaction.db,
    )
    return new Map(rows.map(({ step, value }) => [String(step), String(value)]))
  }

  /** What is kept, for itself until the transaction ends: two loads of one source go one after the other. */
  async take({ pipeline, step, source }: CursorKey): Promise<string | undefined> {
    const { db, dialect } = this.#transaction
    if (dialect === 'postgres')
      await sql`select pg_advisory_xact_lock(hashtext(${JSON.stringify([pipeline, step, source])}))`.execute(
        db,
      )
    const { rows } = await sql<{ value: unknown }>`
      select value from ${tableId(table)}
      where pipeline = ${pipeline} and step = ${step} and source = ${source}
      ${dialect === 'mysql' ? sql`for update` : sql``}`.execute(db)
    const [row] = rows
    return row === undefined ? undefined : String(row.value)
  }

  async write(
    { pipeline, step, source }: CursorKey,
    { value, at }: { value: string; at: string },
  ): Promise<void> {
    const { db } = this.#transaction
    await sql`delete from ${tableId(table)}
      where pipeline = ${pipeline} and step = ${step} and source = ${source}`.execute(db)
    await sql`insert into ${tableId(table)} (pipeline, step, source, value, at)
      values (${pipeline}, ${step}, ${source}, ${value}, ${at})`.execute(db)
  }
}
