import { sql } from 'kysely'
import type { TableName, Transaction } from '../../ports/database.ts'
import { columnIds, regclass, tableId } from '../sql/identifier.ts'
import type { StepContext } from '../step.ts'
import { createLedger, ledgerText } from './ledger-table.ts'
import { sameTargets } from './same-targets.ts'
import { windowsName } from './windows-name.ts'

const ledger: TableName = { name: '_millrace_loads' }
const columns = ['pipeline', 'step', 'run', 'target', 'mode', 'rows', 'at', 'content']

/** What identifies a load: the same step of the same run into the same table is one load, however often it is tried. */
export interface LoadKey {
  readonly pipeline: string
  readonly step: string
  /** The run's id or, of rows that an incremental extract read, their windows: whichever run reads them again. */
  readonly run: string
  readonly target: string
}

export interface LoadRecord {
  readonly rows: number
  readonly at: string
  /** The hash of the dataset that was loaded. Loads entered by versions that kept none have none. */
  readonly content: string | undefined
}

/** The ledger of loads lies in the database itself, so that a load and its record are one transaction. */
export class LoadLedger {
  readonly #transaction: Transaction

  constructor(transaction: Transaction) {
    this.#transaction = transaction
  }

  /**
   * Makes the ledger if it is not there; one of a version that kept no content gets the column. Two at once would
   * collide in PostgreSQL's catalog: one waits.
   */
  async prepare(): Promise<void> {
    const { db, dialect } = this.#transaction
    if (await this.#hasColumn('content')) return
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${ledger.name}))`.execute(db)
    await this.#create()
    if (await this.#hasColumn('content')) return
    await db.schema
      .alterTable(ledger.name)
      .addColumn('content', sql`text`)
      .execute()
  }

  async #hasColumn(name: string): Promise<boolean> {
    const { db, dialect } = this.#transaction
    const query = {
      sqlite: sql`select 1 from pragma_table_info(${ledger.name}) where name = ${name}`,
      postgres: sql`select 1 from pg_catalog.pg_attribute
        where attrelid = to_regclass(${regclass(ledger)}) and attname = ${name} and not attisdropped`,
      mysql: sql`select 1 from information_schema.columns
        where table_schema = database() and table_name = ${ledger.name} and column_name = ${name}`,
    }[dialect]
    const { rows } = await query.execute(db)
    return rows.length > 0
  }

  async #create(): Promise<void> {
    const { db, dialect } = this.#transaction
    const text = ledgerText(dialect)
    const table = db.schema
      .createTable(ledger.name)
      .addColumn('pipeline', text, (column) => column.notNull())
      .addColumn('step', text, (column) => column.notNull())
      .addColumn('run', text, (column) => column.notNull())
      .addColumn('target', text, (column) => column.notNull())
      .addColumn('mode', text, (column) => column.notNull())
      .addColumn('rows', dialect === 'sqlite' ? 'integer' : 'bigint', (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('content', text)
      .addPrimaryKeyConstraint('_millrace_loads_key', ['pipeline', 'step', 'run', 'target'])
    await createLedger(table, dialect)
  }

  async find({ pipeline, step, run, target }: LoadKey): Promise<LoadRecord | undefined> {
    const { rows } = await sql<{ rows: unknown; at: unknown; content: unknown }>`
      select ${columnIds(['rows', 'at', 'content'])} from ${tableId(ledger)}
      where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${target}`.execute(
      this.#transaction.db,
    )
    const [row] = rows
    if (row === undefined) return undefined
    const content = typeof row.content === 'string' ? row.content : undefined
    return { rows: Number(row.rows), at: String(row.at), content }
  }

  /** Removes the record of a load that is made again in the same transaction. */
  async forget({ pipeline, step, run, target }: LoadKey): Promise<void> {
    await sql`
      delete from ${tableId(ledger)}
      where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${target}`.execute(
      this.#transaction.db,
    )
  }

  /** Removes the records of all loads into a table that was not there any more, however it is written. No other's entry is waited for. */
  async forgetTable(target: string): Promise<void> {
    const { db, dialect } = this.#transaction
    const { rows: entered } = await sql<{ target: string }>`
      select distinct target from ${tableId(ledger)}`.execute(db)
    const all = entered.map((entry) => entry.target)
    const targets = await sameTargets(this.#transaction, target, all)
    if (targets.length === 0) return
    const isOfTable = sql`target in (${sql.join(targets)})`
    // No index answers the condition: MySQL would lock every entry until the load ends.
    const { rows } = await sql<LoadKey>`
      select pipeline, step, run, target from ${tableId(ledger)} where ${isOfTable}`.execute(db)
    if (dialect === 'mysql') for (const key of rows) await this.forget(key)
    else await sql`delete from ${tableId(ledger)} where ${isOfTable}`.execute(db)
  }

  async record(key: LoadKey, load: LoadRecord & { readonly mode: string }): Promise<void> {
    await sql`
      insert into ${tableId(ledger)} (${columnIds(columns)})
      values (${key.pipeline}, ${key.step}, ${key.run}, ${key.target}, ${load.mode}, ${load.rows}, ${load.at},
        ${load.content ?? null})`.execute(this.#transaction.db)
  }
}

/** Each leg of a mapped step is a load of its own. */
export function loadKey({ pipeline, stepId, leg, run, windows = [] }: StepContext, target: string): LoadKey {
  const step = leg === undefined ? stepId : `${stepId}[${leg.key}]`
  return { pipeline, step, run: windowsName(windows) ?? run.id, target }
}
