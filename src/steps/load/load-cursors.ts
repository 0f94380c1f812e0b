import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/ports.ts'
import type { StepContext } from '../step.ts'
import { type SourceWindow, keeperName, movedCursor } from '../window.ts'
import { CursorLedger } from './cursor-ledger.ts'
import { LoadLedger, loadKey } from './ledger.ts'
import type { TableLoad } from './options.ts'
import { readTarget } from './target-table.ts'

type Context = StepContext<TableLoad>

interface Standing {
  readonly window: SourceWindow
  readonly kept: string | undefined
}

/** How far each source of a load has been read, moved on in the load's own transaction. */
export class LoadCursors {
  readonly #ledger: CursorLedger
  readonly #context: Context
  readonly #standings: readonly Standing[]
  /** Rows come from windows, and the table they went into is not there. */
  readonly isAnew: boolean

  private constructor(
    ledger: CursorLedger,
    context: Context,
    { standings, isAnew }: { readonly standings: readonly Standing[]; readonly isAnew: boolean },
  ) {
    this.#ledger = ledger
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
   * forgotten before it is made: afterwards it could not be told.
   */
  static async prepare(transaction: Transaction, context: Context, table: TableName): Promise<void> {
    const { windows = [] } = context
    if (windows.length === 0) return
    const cursors = new CursorLedger(transaction)
    await cursors.prepare()
    if ((await readTarget(transaction, table)) !== undefined) return
    for (const window of windows) await cursors.forget(keyOf(context, window))
    await new LoadLedger(transaction).forget(loadKey(context, context.options.table))
  }

  /** Where the load stands now. A table that is not there has no rows, whatever was kept of it. */
  static async open(transaction: Transaction, context: Context, table: TableName): Promise<LoadCursors> {
    const { windows = [] } = context
    const ledger = new CursorLedger(transaction)
    if (windows.length === 0) return new LoadCursors(ledger, context, { standings: [], isAnew: false })
    requireMode(context)
    await ledger.prepare()
    const isThere = (await readTarget(transaction, table)) !== undefined
    const standings: Standing[] = []
    for (const window of windows) {
      const kept = await ledger.take(keyOf(context, window))
      standings.push({ window, kept: isThere ? kept : undefined })
    }
    return new LoadCursors(ledger, context, { standings, isAnew: !isThere })
  }

  /**
   * Another load has moved a cursor since the rows were read: they may be older than what is there, and are not loaded.
   * Answers why, where what is missing is read by the next run. Throws a `Failure` (`window/overtaken`) where it is not:
   * of a window that was asked for.
   */
  overtaken(): string | undefined {
    this.#requireNext()
    const name = keeperName(this.#context.stepId, this.#context.leg)
    const found = this.#standings.find(({ window, kept }) => kept !== window.kept[name])
    if (found === undefined) return undefined
    const { window, kept = 'nothing' } = found
    const what = `another run has loaded "${this.#context.options.table}" up to ${kept} while this one read "${window.source}"`
    if (window.asked !== true) return `${what}: nothing is loaded; what it left is read by the next run`
    throw new Failure('window/overtaken', what, {
      help: 'Run the window again while no other run of the pipeline is at work',
    })
  }

  /**
   * What is appended is there, whatever was there before: a window that is asked for must begin where the load stands.
   * Before that its rows are loaded already, and after it they would be loaded again.
   */
  #requireNext(): void {
    const { options, stepId } = this.#context
    if (options.mode !== 'append') return
    for (const { window, kept } of this.#standings) {
      const own = kept ?? window.start
      if (window.asked !== true || window.from === own) continue
      throw new Failure(
        'window/append',
        `"${stepId}" appends, and has the rows of "${window.source}" up to ${own}: a window that begins at ${window.from} would double some`,
        {
          help: `Ask for a window that begins at ${own}, or load with \`mode: merge\` and a \`key\``,
        },
      )
    }
  }

  /** Call it last, in the transaction that loads the rows. */
  async keep(at: string): Promise<void> {
    for (const { window, kept } of this.#standings) {
      const value = movedCursor(window, kept)
      if (value === kept) continue
      await this.#ledger.write(keyOf(this.#context, window), { value, at })
      this.#context.log(`"${window.source}" is loaded up to ${value}`)
    }
  }
}

function keyOf({ pipeline, stepId, leg }: Context, { source }: SourceWindow) {
  return { pipeline, step: keeperName(stepId, leg), source }
}

/** Told by `graph/check-incremental.ts`, but for rows that come out of another manifest. */
function requireMode({ options, stepId }: Context): void {
  if (options.mode !== 'replace') return
  throw new Failure('window/replace', `"${stepId}" would put the rows of one window in place of all others`, {
    help: 'Load with `mode: merge`, `insert-missing` or `append`',
  })
}
