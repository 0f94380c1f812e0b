import type { Database, Dialect, TableName, Transaction } from '../../ports/database.ts'
import type { Dataset } from '../../dataset/column.ts'
import { tableText } from '../sql/identifier.ts'
import type { StepContext } from '../step.ts'

/** So long a turn may take without a word. */
const quietMs = 5_000

/** Waits for a turn that takes no time by itself. */
export type During = <T>(turn: Promise<T>) => Promise<T>

/** Says in the log, once, what a load waits for, when its turn takes longer than 5 seconds to come. */
export function sayWaits(
  { log, ports }: Pick<StepContext, 'log' | 'ports'>,
  { dialect, table }: { readonly dialect: Dialect | undefined; readonly table: TableName },
): During {
  const what = dialect === 'sqlite' ? 'the database' : `table "${tableText(table)}"`
  let isSaid = false
  const say = (): void => {
    if (!isSaid) log(`waiting for ${what}: another load or program is at work on it`)
    isSaid = true
  }
  return async (turn) => {
    const come = new AbortController()
    ports.clock.sleep(quietMs, come.signal).then(say, () => {})
    try {
      return await turn
    } finally {
      come.abort()
    }
  }
}

/** A transaction that may have to wait for its beginning, as that of SQLite. */
export async function beginning<T>(
  database: Database,
  { dataset, during }: { readonly dataset: Dataset | undefined; readonly during: During },
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const begun = Promise.withResolvers<null>()
  void during(begun.promise)
  try {
    return await database.transaction(dataset, (transaction) => {
      begun.resolve(null)
      return work(transaction)
    })
  } finally {
    begun.resolve(null)
  }
}
