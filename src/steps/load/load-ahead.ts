import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { GrowingDataset } from '../../dataset/growing-dataset.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Connection, Ports, TableName, Transaction } from '../../ports/ports.ts'
import { canonicalJson } from '../../text/canonical-json.ts'
import { isPostgresUrl } from '../../text/database-url.ts'
import { tableId } from '../sql/identifier.ts'
import type { BeginningLoad, TableAhead } from '../work-ahead.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import type { TableLoad } from './options.ts'
import { parseTable } from './table-name.ts'
import { takesRowsAsTheyAre } from './table-options.ts'
import { createTarget, readTarget } from './target-table.ts'

/** What is known of a load into a table before its rows are whole. */
export interface ExpectedTable {
  readonly options: TableLoad
  readonly connection: Connection
  readonly workspace: string
  readonly databases: Ports['databases']
}

/** So long a transaction that is given up may take to be rolled back, before its connection is cut. */
const politeMs = 1_000

/** Whether the rows of a load can be staged ahead of it, as far as its options tell: into a table that it may have to make. */
export function canBeAhead({ options, connection }: Pick<ExpectedTable, 'options' | 'connection'>): boolean {
  return takesRowsAsTheyAre(options) && connection.dialect === undefined && isPostgresUrl(connection.url)
}

/**
 * The rows of a load on their way into the database while they are still written: in a transaction that then waits for
 * the load, in a table whose name nobody asks for, so that nobody waits for it. It fails for itself: then the load goes
 * its usual way, and what is wrong is told there. Dropped, nothing is left of it.
 */
export class LoadAhead implements TableAhead {
  readonly of = 'table'
  readonly table: TableName
  readonly #expected: ExpectedTable
  readonly #rows: GrowingDataset
  readonly #stop = new AbortController()
  readonly #staged = Promise.withResolvers<Staged>()
  readonly #work = Promise.withResolvers<Work>()
  readonly #done: Promise<void>

  /** `rows` is its own to dispose of. */
  constructor(expected: ExpectedTable, rows: GrowingDataset) {
    const { schema } = parseTable(expected.options.table)
    const name = `_millrace_ahead_${randomUUID().slice(0, 8)}`
    this.table = schema === undefined ? { name } : { schema, name }
    this.#expected = expected
    this.#rows = rows
    this.#staged.promise.catch(() => {})
    this.#work.promise.catch(() => {})
    this.#done = this.#begin()
    this.#done.catch((error: unknown) => this.#staged.reject(error))
  }

  async #begin(): Promise<void> {
    const { connection, workspace, databases } = this.#expected
    using _ = this.#rows
    await using database = await databases.open(connection, workspace, this.#stop.signal)
    await database.transaction(undefined, async (transaction) => {
      this.#staged.resolve({ transaction, rows: await this.#stage(transaction) })
      const work = await this.#work.promise
      await work(transaction)
      await sql`drop table if exists ${tableId(this.table)}`.execute(transaction.db)
    })
  }

  async #stage(transaction: Transaction): Promise<number> {
    const { options } = this.#expected
    const table = parseTable(options.table)
    const mayBegin = await loadDialects[transaction.dialect].ahead?.mayBegin(transaction, table)
    if (mayBegin !== true || (await readTarget(transaction, table)) !== undefined) throw ofNoUse()
    await createTarget(transaction, this.table, { columns: this.#rows.columns, words: options })
    const copied = await transaction.copyGrowing?.(this.#rows, this.table)
    if (copied === undefined) throw ofNoUse()
    return copied
  }

  async take(load: BeginningLoad): Promise<boolean> {
    const { signal } = load
    const abort = (): void => this.#stop.abort(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    const isOfUse = this.#isFor(load) && (await this.#isReady(load).catch(() => false))
    signal.throwIfAborted()
    if (!isOfUse) await this.drop()
    return isOfUse
  }

  #isFor({ options, connection, dataset }: BeginningLoad): boolean {
    const expected = { options: this.#expected.options, connection: this.#expected.connection }
    return canonicalJson({ options, connection }) === canonicalJson(expected) && this.#rows.isNow(dataset)
  }

  async #isReady({ dataset, isFirst }: BeginningLoad): Promise<boolean> {
    const { transaction, rows } = await this.#staged.promise
    return rows === dataset.rows && (await isFirst(transaction))
  }

  async finish<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const answer = Promise.withResolvers<T>()
    this.#work.resolve(async (transaction) => answer.resolve(await work(transaction)))
    await this.#done
    return answer.promise
  }

  async drop(): Promise<void> {
    this.#work.reject(ofNoUse())
    this.#rows[Symbol.dispose]()
    const ended = this.#done.catch(() => {})
    const late = setTimeout(politeMs, true, { ref: false })
    if ((await Promise.race([ended, late])) === true) this.#stop.abort(ofNoUse())
    await ended
  }
}

type Work = (transaction: Transaction) => Promise<void>

interface Staged {
  readonly transaction: Transaction
  readonly rows: number
}

/** Nobody is told. */
function ofNoUse(): Failure {
  return new Failure('load/ahead', 'what was done ahead of the load is of no use to it')
}
