import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { GrowingDataset } from '../../dataset/growing-dataset.ts'
import type { Connection, TableName, Transaction } from '../../ports/database.ts'
import type { Ports } from '../../ports/ports.ts'
import { canonicalJson } from '../../text/canonical-json.ts'
import { isMysqlUrl, isPostgresUrl } from '../../text/database-url.ts'
import type { Check } from '../checks/check.ts'
import type { BeginningLoad, TableAhead } from '../work-ahead.ts'
import type { AheadDialect, Copied } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { ofNoUse } from './dialects/of-no-use.ts'
import type { TableLoad } from './options.ts'
import { aheadName } from './pending-target.ts'
import { parseTable } from './table-name.ts'
import { takesRowsAsTheyAre } from './table-options.ts'
import { createTarget, readTarget } from './target-table.ts'

/** What is known of a load into a table before its rows are whole. */
export interface ExpectedTable {
  readonly options: TableLoad
  readonly checks: readonly Check[]
  readonly connection: Connection
  readonly workspace: string
  readonly databases: Ports['databases']
}

/** So long what is given up may take to be taken back, before its connection is cut. */
const politeMs = 3_000

/** Whether the rows of a load can be staged ahead of it, as far as its options tell: into a table that it may have to make. */
export function canBeAhead({ options, checks, connection }: Omit<ExpectedTable, 'workspace'>): boolean {
  return takesRowsAsTheyAre(options) && aheadOf(connection)?.mayJudge(checks) === true
}

function aheadOf({ url, dialect }: Connection): AheadDialect | undefined {
  if (dialect !== undefined) return undefined
  if (isPostgresUrl(url)) return loadDialects.postgres.ahead
  return isMysqlUrl(url) ? loadDialects.mysql.ahead : undefined
}

/**
 * The rows of a load on their way into the database while they are still written: on a connection that then waits for the
 * load, into a table whose name nobody asks for, so that nobody waits for it. It fails for itself: then the load goes its
 * usual way, and what is wrong is told there. Dropped, nothing is left of it.
 */
export class LoadAhead implements TableAhead {
  readonly of = 'table'
  readonly table: TableName
  readonly #expected: ExpectedTable
  readonly #following = Promise.withResolvers<GrowingDataset>()
  #rows: GrowingDataset | undefined
  readonly #stop = new AbortController()
  readonly #copied = Promise.withResolvers<Copied>()
  readonly #work = Promise.withResolvers<Work>()
  /** Whether the table has got its name. */
  readonly #done: Promise<boolean>

  constructor(expected: ExpectedTable) {
    const { schema } = parseTable(expected.options.table)
    const name = `${aheadName}${randomUUID().slice(0, 8)}`
    this.table = schema === undefined ? { name } : { schema, name }
    this.#expected = expected
    this.#following.promise.catch(() => {})
    this.#copied.promise.catch(() => {})
    this.#work.promise.catch(() => {})
    this.#done = this.#begin()
    this.#done.catch((error: unknown) => this.#copied.reject(error))
  }

  async #begin(): Promise<boolean> {
    const { options, connection, workspace, databases } = this.#expected
    await using database = await databases.open(connection, workspace, this.#stop.signal)
    const carried = await loadDialects[database.dialect].ahead?.carry(database, {
      table: parseTable(options.table),
      made: this.table,
      make: (transaction) => this.#make(transaction),
      copy: (transaction) => this.#copy(transaction),
      taken: (copied) => this.#taken(copied),
    })
    return carried === true
  }

  /** The rows that it has waited for, which are its own to dispose of. */
  follow(rows: GrowingDataset): this {
    this.#rows = rows
    this.#following.resolve(rows)
    void this.#done.catch(() => {}).then(() => rows[Symbol.dispose]())
    return this
  }

  async #make(transaction: Transaction): Promise<void> {
    const { options } = this.#expected
    if ((await readTarget(transaction, parseTable(options.table))) !== undefined) throw ofNoUse()
    const { columns } = await this.#following.promise
    await createTarget(transaction, this.table, { columns, words: options })
  }

  async #copy(transaction: Transaction): Promise<number> {
    const copied = await transaction.copyGrowing?.(await this.#following.promise, this.table)
    if (copied === undefined) throw ofNoUse()
    return copied
  }

  #taken(copied: Copied): Promise<Work> {
    this.#copied.resolve(copied)
    return this.#work.promise
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
    return (
      canonicalJson({ options, connection }) === canonicalJson(expected) &&
      this.#rows?.isNow(dataset) === true
    )
  }

  async #isReady({ dataset, isFirst }: BeginningLoad): Promise<boolean> {
    const { rows, ask } = await this.#copied.promise
    return rows === dataset.rows && (await ask(isFirst))
  }

  async finish<T>(work: (transaction: Transaction) => Promise<T>): Promise<T | undefined> {
    const answer = Promise.withResolvers<T>()
    this.#work.resolve(async (transaction) => answer.resolve(await work(transaction)))
    return (await this.#done) ? answer.promise : undefined
  }

  async drop(): Promise<void> {
    this.#work.reject(ofNoUse())
    this.#following.reject(ofNoUse())
    this.#rows?.[Symbol.dispose]()
    const ended = this.#done.catch(() => {})
    const late = setTimeout(politeMs, true, { ref: false })
    if ((await Promise.race([ended, late])) === true) this.#stop.abort(ofNoUse())
    await ended
  }
}

type Work = (transaction: Transaction) => Promise<void>
