import { Failure } from '../../diagnostic/failure.ts'
import { counted, number } from '../../text/quantities.ts'
import type { StepContext } from '../step.ts'
import type { LoadKey, LoadLedger, LoadRecord } from './ledger.ts'
import type { LoadMode } from './table-options.ts'
import type { Filling } from './tell-load.ts'

/** Whether it was said that what is loaded of the windows is to be loaded again. */
export function isAskedAgain({ windows = [] }: Pick<StepContext, 'windows'>): boolean {
  return windows.some(({ again }) => again === true)
}

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
 * In a run that is resumed, what the rows are made of may have been made again, of other rows than before; those of a
 * window may be asked for again. Loading them is right where that leaves the same table as loading them once would have;
 * appending them would double some.
 */
export async function loadAgain(
  ledger: LoadLedger,
  context: StepContext<Filling>,
  {
    key,
    before,
    now,
  }: {
    readonly key: LoadKey
    readonly before: LoadRecord
    readonly now: { readonly rows: number }
  },
): Promise<void> {
  const { options, log } = context
  const more = isAskedAgain(context) ? '' : `, and ${difference(before, now)}`
  if (options.mode === 'append') throw appendedBefore(context, before, more)
  log(`"${options.table}" is loaded again: ${who(context)} had loaded ${loadOf(before)}${more}`)
  await ledger.forget(key)
}

/** What is appended twice is there twice. `more` is what else there is to say of it. */
export function appendedBefore(context: StepContext<Filling>, before: LoadRecord, more = ''): Failure {
  const { options, windows = [] } = context
  const message = `${who(context)} has appended to "${options.table}" already: ${loadOf(before)}${more}`
  return new Failure('load/changed', message, {
    help:
      windows.length > 0
        ? 'Load with `mode: merge` and a `key`; or drop the table, and it is filled again from `start` on'
        : 'Remove those rows and run the pipeline anew, or load with `mode: merge`',
  })
}

function who({ windows = [] }: Pick<StepContext, 'windows'>): string {
  return windows.length > 0 ? 'a run of this window' : 'this run'
}

function loadOf({ rows, at }: LoadRecord): string {
  return `${counted(rows, 'row')} at ${at}`
}

function difference(before: Pick<LoadRecord, 'rows'>, now: Pick<LoadRecord, 'rows'>): string {
  return before.rows === now.rows ? 'they are not the same now' : `there are now ${number(now.rows)}`
}
