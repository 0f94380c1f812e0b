import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import type { StepContext } from '../step.ts'
import { type SourceWindow, isBefore, isHeld, keeperName, movedCursor, standing } from '../window.ts'
import { CursorLedger } from './cursor-ledger.ts'
import { LoadLedger, loadKey } from './ledger.ts'
import type { TableLoad } from './options.ts'
import { readTarget } from './target-table.ts'

type Context = StepContext<TableLoad>

interface Standing {
  readonly window: SourceWindow
  /** What is in the ledger. */
  readonly found: string | undefined
  /** Up to where the table has the rows: one that is not there has none, whatever was kept of it. */
  readonly own: string
}

/** How far each source of a load has been read, moved on in the load's own transaction. */
export class LoadCursors {
  readonly #transaction: Transaction
  readonly #context: Context
  readonly #standings: readonly Standing[]
  /** Rows come from windows, and the table they go into is not there. */
  readonly isAnew: boolean

  private constructor(
    transaction: Transaction,
    context: Context,
    { standings, isAnew }: { readonly standings: readonly Standing[]; readonly isAnew: boolean },
  ) {
    this.#transaction = transaction
    this.#context = context
    this.#standings = standings
    this.isAnew = isAnew
  }

  /** Whether the rows come from windows at all. */
  get areKept(): boolean {
    return this.#standings.length > 0
  }

  /**
   * Where making a table commits, all that is to be made is made ahead. What was kept of a table that is not there is
   * set back before it is made: afterwards it could not be told.
   */
  static async prepare(transaction: Transaction, context: Context, table: TableName): Promise<void> {
    const { windows = [] } = context
    if (windows.length === 0) return
    await new CursorLedger(transaction).prepare()
    if ((await readTarget(transaction, table)) !== undefined) return
    const cursors = await LoadCursors.open(transaction, context, table)
    await cursors.setBack(context.ports.clock.now().toISOString())
  }

  /** Where the load stands now. */
  static async open(transaction: Transaction, context: Context, table: TableName): Promise<LoadCursors> {
    const { windows = [] } = context
    if (windows.length === 0) return new LoadCursors(transaction, context, { standings: [], isAnew: false })
    requireAdding(context)
    const ledger = new CursorLedger(transaction)
    await ledger.prepare()
    const isThere = (await readTarget(transaction, table)) !== undefined
    const standings: Standing[] = []
    for (const window of windows) {
      const found = await ledger.take(keyOf(context, window))
      standings.push({ window, found, own: standing(window, isThere ? found : undefined) })
    }
    return new LoadCursors(transaction, context, { standings, isAnew: !isThere })
  }

  /**
   * The load does not stand where it stood when the rows were read: they may be older than what is there, or not all that
   * the table lacks, and are not loaded. Answers why, where the next run reads what is missing. Throws a `Failure`
   * (`window/overtaken`) where none does: of a window that was asked for.
   */
  overtaken(): string | undefined {
    const { stepId, leg, options } = this.#context
    const name = keeperName(stepId, leg)
    const found = this.#standings.find(({ window, own }) => own !== standing(window, window.kept[name]))
    if (found === undefined) return undefined
    const { window, own } = found
    const read = standing(window, window.kept[name])
    const isBehind = isBefore(window.kind, own, read)
    // A window that was asked for is not read from where the table stood: one that lost its rows takes it as any other.
    if (window.asked === true && (this.isAnew || isBehind)) return undefined
    if (isBehind)
      return `"${options.table}" has no longer the rows of "${window.source}" up to ${read}: nothing is loaded; the next run reads them again from ${own} on`
    const what = `another run has loaded "${options.table}" up to ${own} while this one read "${window.source}"`
    if (window.asked !== true) return `${what}: nothing is loaded; what it left is read by the next run`
    throw new Failure('window/overtaken', what, {
      help: 'Run the window again while no other run of the pipeline is at work',
    })
  }

  /**
   * What is appended is there, whatever was there before. So a window must begin where the load stands: before that its
   * rows are loaded already, and after it they would be loaded again. And none of its rows may be read once more. Throws
   * a `Failure` (`window/append`).
   */
  requireOnce(): void {
    const { options, stepId } = this.#context
    if (options.mode !== 'append') return
    for (const { window, own } of this.#standings) {
      if (isHeld(window))
        throw new Failure(
          'window/append',
          `"${stepId}" appends, and rows of "${window.source}" were put aside: the window is read again, and what is appended now would be there twice`,
          { help: 'Mend the rows that were put aside, or load with `mode: merge` and a `key`' },
        )
      if (window.from === own) continue
      const harm = isBefore(window.kind, own, window.from) ? 'leave those between them out' : 'double some'
      throw new Failure(
        'window/append',
        `"${stepId}" appends, and has the rows of "${window.source}" up to ${own}: a window that begins at ${window.from} would ${harm}`,
        {
          help:
            window.asked === true
              ? `Ask for windows from ${own} on, or load with \`mode: merge\` and a \`key\``
              : 'Load with `mode: merge` and a `key`: the rows are read again for another load, for another leg, or by `lag`',
        },
      )
    }
  }

  /** Keeps of a table that is not there that it has nothing: the next run reads all of it. */
  async setBack(at: string): Promise<void> {
    for (const { window, found } of this.#standings)
      if (found !== window.start) await this.#write(window, window.start, at)
    await new LoadLedger(this.#transaction).forget(loadKey(this.#context, this.#context.options.table))
  }

  /** Call it last, in the transaction that loads the rows. Answers, in words, which sources are to be read again. */
  async keep(at: string): Promise<string[]> {
    const { log } = this.#context
    const again: string[] = []
    for (const { window, found, own } of this.#standings) {
      const value = movedCursor(window, own)
      if (value !== found) {
        await this.#write(window, value, at)
        log(`"${window.source}" is loaded up to ${value}`)
      }
      if (!isHeld(window) || !isBefore(window.kind, value, window.to)) continue
      const why = `"${window.source}" is read again from ${value} on, until the rows that were put aside are mended`
      log(why)
      again.push(why)
    }
    return again
  }

  async #write(window: SourceWindow, value: string, at: string): Promise<void> {
    await new CursorLedger(this.#transaction).write(keyOf(this.#context, window), { value, at })
  }
}

function keyOf({ pipeline, stepId, leg }: Context, { source }: SourceWindow) {
  return { pipeline, step: keeperName(stepId, leg), source }
}

/** Told by `graph/check-incremental.ts`, but for rows that come out of another manifest. */
function requireAdding({ options, stepId }: Context): void {
  const { mode, missing = 'keep' } = options
  if (mode === 'replace')
    throw new Failure(
      'window/replace',
      `"${stepId}" would put the rows of one window in place of all others`,
      {
        help: 'Load with `mode: merge`, `insert-missing` or `append`',
      },
    )
  if (missing !== 'keep')
    throw new Failure(
      'window/missing',
      `"${stepId}" would take every row that is not new for one that is gone`,
      {
        help: 'Remove `missing`, or read the whole source',
      },
    )
}
