import { sql } from 'kysely'
import { quoteName } from '../../dataset/create-table.ts'
import type { TableName, Transaction } from '../../ports/ports.ts'
import { tableId } from '../sql/identifier.ts'
import type { StepContext } from '../step.ts'

const ledger: TableName = { name: '_millrace_loads' }

/** What identifies a load: the same step of the same run into the same table is one load, however often it is tried. */
export interface LoadKey {
  readonly pipeline: string
  readonly step: string
  readonly run: string
  readonly target: string
}

export interface LoadRecord {
  readonly rows: number
  readonly at: string
}

/** The ledger of loads lies in the database itself, so that a load and its record are one transaction. */
export class LoadLedger {
  readonly #transaction: Transaction

  constructor(transaction: Transaction) {
    this.#transaction = transaction
  }

  /** Makes the ledger if it is not there. Two at once would collide in PostgreSQL's catalog: one waits. */
  async prepare(): Promise<void> {
    const { db, dialect } = this.#transaction
    if (dialect === 'postgres') {
      const { rows } = await sql<{
        there: unknown
      }>`select to_regclass(${regclass(ledger)}) as there`.execute(db)
      if (rows[0]?.there !== null) return
      await sql`select pg_advisory_xact_lock(hashtext(${ledger.name}))`.execute(db)
    }
    const text = sql`text`
    await db.schema
      .createTable(ledger.name)
      .ifNotExists()
      .addColumn('pipeline', text, (column) => column.notNull())
      .addColumn('step', text, (column) => column.notNull())
      .addColumn('run', text, (column) => column.notNull())
      .addColumn('target', text, (column) => column.notNull())
      .addColumn('mode', text, (column) => column.notNull())
      .addColumn('rows', dialect === 'postgres' ? 'bigint' : 'integer', (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('_millrace_loads_key', ['pipeline', 'step', 'run', 'target'])
      .execute()
  }

  async find({ pipeline, step, run, target }: LoadKey): Promise<LoadRecord | undefined> {
    const { rows } = await sql<{ rows: unknown; at: unknown }>`
      select "rows", "at" from ${tableId(ledger)}
      where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${target}`.execute(
      this.#transaction.db,
    )
    const [row] = rows
    return row === undefined ? undefined : { rows: Number(row.rows), at: String(row.at) }
  }

  /** Removes the record of a load that is made again in the same transaction. */
  async forget({ pipeline, step, run, target }: LoadKey): Promise<void> {
    await sql`
      delete from ${tableId(ledger)}
      where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${target}`.execute(
      this.#transaction.db,
    )
  }

  async record(key: LoadKey, load: LoadRecord & { readonly mode: string }): Promise<void> {
    await sql`
      insert into ${tableId(ledger)} (pipeline, step, run, target, mode, "rows", "at")
      values (${key.pipeline}, ${key.step}, ${key.run}, ${key.target}, ${load.mode}, ${load.rows}, ${load.at})`.execute(
      this.#transaction.db,
    )
  }
}

/** Each leg of a mapped step is a load of its own. */
export function loadKey({ pipeline, stepId, leg, run }: StepContext, target: string): LoadKey {
  const step = leg === undefined ? stepId : `${stepId}[${leg.key}]`
  return { pipeline, step, run: run.id, target }
}

/** A table's name as PostgreSQL's `to_regclass` reads it. */
export function regclass({ schema, name }: TableName): string {
  return schema === undefined ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`
}
