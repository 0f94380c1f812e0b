import type { Dataset } from '../../dataset/column.ts'
import { unreachable } from '../../diagnostic/failure.ts'
import { counted, number } from '../../text/quantities.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import type { Filled } from './fill-table.ts'
import type { LoadRecord } from './ledger.ts'
import type { TableLoad } from './options.ts'
import type { LoadMode } from './table-options.ts'

/** What a step says of the table that it fills. */
export type Filling = Pick<TableLoad, 'table' | 'mode'>

/** The outcome of rows that went into a table. `added`: columns it got with them, `left`: those they have nothing for. */
export function loaded(
  { options }: StepContext<Filling>,
  { rows }: Pick<Dataset, 'rows'>,
  {
    filled,
    added,
    left = [],
  }: { readonly filled: Filled; readonly added: readonly string[]; readonly left?: readonly string[] },
): StepOutcome {
  const { inserted, updated, unchanged, deduplicated } = filled
  return {
    rows: { read: rows, loaded: inserted + updated, rejected: 0, filtered: 0, deduplicated, unchanged },
    note: `${options.table}: ${describeFilled(filled, options.mode)}${describeAdded(added)}${describeLeft(left, options.mode)}`,
  }
}

/** What became of the rows, in words. */
function describeFilled(filled: Filled, mode: LoadMode): string {
  const { deduplicated, marked, ended, removed } = filled
  const more = [
    ...(deduplicated > 0 ? [`${number(deduplicated)} deduplicated`] : []),
    ...(mode !== 'replace' && removed > 0 ? [`${counted(removed, 'missing row')} removed`] : []),
    ...(marked > 0 ? [`${counted(marked, 'missing row')} marked`] : []),
    ...(ended > 0 ? [`${counted(ended, 'missing row')} ended`] : []),
  ]
  return [describePublished(filled, mode), ...more].join(', ')
}

function describePublished({ inserted, updated, unchanged, removed }: Filled, mode: LoadMode): string {
  switch (mode) {
    case 'append':
      return `${counted(inserted, 'row')} added`
    case 'replace':
      return `${counted(inserted, 'row')} in place of ${number(removed)}`
    case 'insert-missing':
      return `${counted(inserted, 'row')} inserted, ${number(unchanged)} there already`
    case 'scd2':
      return `${counted(inserted, 'version')} begun, ${updated > 0 ? `${number(updated)} corrected, ` : ''}${number(unchanged)} unchanged`
    case 'merge':
      return `${counted(inserted, 'row')} inserted, ${number(updated)} changed, ${number(unchanged)} unchanged`
    default:
      return unreachable(mode)
  }
}

function describeAdded(added: readonly string[]): string {
  return added.length === 0 ? '' : `; new ${columnsText(added)}`
}

function describeLeft(left: readonly string[], mode: LoadMode): string {
  if (left.length === 0) return ''
  const kept = mode === 'merge' || mode === 'insert-missing' ? 'left as it is, ' : ''
  return `; ${columnsText(left)} not in the source: ${kept}null in new rows`
}

function columnsText(names: readonly string[]): string {
  return `${names.length === 1 ? 'column' : 'columns'} ${names.map((name) => `"${name}"`).join(', ')}`
}

/** The same rows were loaded before: nothing is done. */
export function alreadyLoaded(
  { options, log, windows = [] }: StepContext<Filling>,
  { rows, at }: LoadRecord,
): StepOutcome {
  const isAsked = windows.some(({ asked }) => asked === true)
  const more = isAsked && options.mode !== 'append' ? '; --force loads it again' : ''
  const note = `already loaded ${windows.length === 0 ? 'by this run ' : ''}at ${at} (${counted(rows, 'row')}): "${options.table}" is left as it is${more}`
  log(note)
  return { rows: { read: rows, loaded: 0, rejected: 0, filtered: 0, deduplicated: 0, unchanged: rows }, note }
}

/** The rows are not for the table: not now. */
export function leftOut({ rows }: Pick<Dataset, 'rows'>, note: string): StepOutcome {
  return { rows: { read: rows, loaded: 0, rejected: 0, filtered: rows, deduplicated: 0, unchanged: 0 }, note }
}

/** What else is said of it, behind its note. */
export function withNotes(outcome: StepOutcome, notes: readonly string[]): StepOutcome {
  const all = [outcome.note, ...notes].filter((note) => note !== undefined)
  return all.length === 0 ? outcome : { ...outcome, note: all.join('; ') }
}
