import { Failure } from '../../diagnostic/failure.ts'
import { counted, number } from '../../text/quantities.ts'
import type { StepContext } from '../step.ts'
import type { LoadKey, LoadLedger, LoadRecord } from './ledger.ts'
import type { TableLoad } from './options.ts'
import type { LoadMode } from './table-options.ts'

/**
 * Whether the same rows were loaded. Of a load entered without its content only their number is known: enough not to
 * append twice, while the other modes may as well load again.
 */
export function isSameLoad(
  before: LoadRecord,
  now: Pick<LoadRecord, 'rows' | 'content'>,
  mode: LoadMode,
): boolean {
  return before.content === undefined
    ? mode === 'append' && before.rows === now.rows
    : before.content === now.content
}

/**
 * In a run that is resumed, what the rows are made of may have been made again, of other rows than before. Loading them
 * again is right where that leaves the same table as loading them once would have; appending them would double some.
 */
export async function loadAgain(
  ledger: LoadLedger,
  { options, log }: StepContext<TableLoad>,
  {
    key,
    before,
    now,
  }: { readonly key: LoadKey; readonly before: LoadRecord; readonly now: { readonly rows: number } },
): Promise<void> {
  const difference =
    before.rows === now.rows ? 'they are not the same now' : `there are now ${number(now.rows)}`
  const told = `${counted(before.rows, 'row')} at ${before.at}, and ${difference}`
  if (options.mode === 'append')
    throw new Failure('load/changed', `this run has appended to "${options.table}" already: ${told}`, {
      help: 'Remove those rows and run the pipeline anew, or load with `mode: merge`',
    })
  log(`"${options.table}" is loaded again: this run had loaded ${told}`)
  await ledger.forget(key)
}
