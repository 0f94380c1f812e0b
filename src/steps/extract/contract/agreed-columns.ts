import type { Column } from '../../../dataset/column.ts'
import { Failure } from '../../../diagnostic/failure.ts'
import type { StepContext } from '../../step.ts'
import { columnText } from '../../column-text.ts'
import { findColumns, type Found, inferColumns, tellColumns } from '../infer-columns.ts'
import type { Contract } from '../last-run-options.ts'
import type { ExtractOptions } from '../options.ts'
import type { Spooled } from '../spool.ts'
import { agree, type Change, changesText } from './agree.ts'

type Context = StepContext<ExtractOptions>

/** The columns that a dataset is to have. */
export interface ColumnsToMake {
  readonly columns: readonly Column[]
  /** Whether a source's names are taken as they are known (`as-known.ts`). */
  readonly anyCase?: true
  /** Whether a source may lack one of them: it is null then. */
  readonly mayLack?: true
  /** Columns that no source has any more. */
  readonly gone?: readonly string[]
  /** Columns that no row may have a value in. */
  readonly forbidden: readonly string[]
  /** What has changed, in words, for people. */
  readonly note?: string
}

/**
 * The declared columns, or what the source has, held against those of the last good run as the contract says. Throws a
 * `Failure` (`columns/changed`) when nothing may change and something has.
 */
export async function agreedColumns(sources: readonly Spooled[], context: Context): Promise<ColumnsToMake> {
  const { columns: declared, contract } = context.options
  if (contract === undefined && declared !== undefined) return { columns: declared, forbidden: [] }
  const baseline = declared ?? context.before?.columns
  if (baseline === undefined) {
    if (contract !== undefined)
      context.log(`contract ${contract}: there is no earlier run to hold the columns against`)
    return { columns: await inferColumns(sources, context), forbidden: [] }
  }
  const found = await findColumns(sources, context, baseline)
  if (found.columns.length === 0) return { columns: baseline, anyCase: true, mayLack: true, forbidden: [] }
  return underContract(contract ?? 'evolve', { baseline, found, context })
}

/** What the columns found come to under a contract. Throws a `Failure` (`columns/changed`). */
export function underContract(
  contract: Contract,
  {
    baseline,
    found,
    context,
  }: { readonly baseline: readonly Column[]; readonly found: Found; readonly context: Context },
): ColumnsToMake {
  const goneBefore = context.options.columns === undefined ? (context.before?.gone ?? []) : []
  const { columns, changes, gone } = agree(contract, { baseline, goneBefore }, found)
  tellColumns(columns, found, context)
  tellKept(columns, found, context)
  const lacking = gone.length === 0 ? {} : { mayLack: true as const, gone }
  if (changes.length === 0) return { columns, anyCase: true, ...lacking, forbidden: [] }
  const note = noteOf(contract, changes)
  if (contract === 'freeze') throw changed(changes, context)
  context.log(note)
  if (changes.some(({ kind }) => kind === 'gone'))
    context.log(`what is gone stays, as null, until the columns are written down: ${inferCommand(context)}`)
  const added = changes.flatMap(({ kind, column }) => (kind === 'new' ? [column] : []))
  return {
    columns,
    anyCase: true,
    mayLack: true,
    ...lacking,
    forbidden: contract === 'discard-row' ? added : [],
    note,
  }
}

/** A text that is one for what earlier files held shows nothing of that by itself. */
function tellKept(columns: readonly Column[], { columns: now, evidence }: Found, context: Context): void {
  if (context.options.columns !== undefined) return
  const narrower = now.filter(({ name, type }, index) => {
    const hasValues = (evidence[index]?.values ?? 0) > 0
    return hasValues && type !== 'text' && columns.find((column) => column.name === name)?.type === 'text'
  })
  if (narrower.length === 0) return
  const texts = narrower.map((column) => `${column.name} (its values are ${columnText(column)})`).join(', ')
  context.log(`  text since an earlier run: ${texts}; to take what they are now: ${inferCommand(context)}`)
}

function noteOf(contract: Contract, changes: readonly Change[]): string {
  const what = `columns changed: ${changesText(changes)}`
  if (contract === 'discard-column' && changes.some(({ kind }) => kind === 'new'))
    return `${what}; new columns are left out`
  if (contract === 'discard-row' && changes.some(({ kind }) => kind !== 'gone'))
    return `${what}; the rows with these are rejected`
  return what
}

function inferCommand({ pipeline, stepId }: Context): string {
  return `millrace infer ${pipeline}#${stepId} --write`
}

function changed(changes: readonly Change[], context: Context): Failure {
  const { options } = context
  const from = options.columns === undefined ? 'those of the last good run' : '`columns`'
  return new Failure(
    'columns/changed',
    `the columns are not ${from}, and the contract is \`freeze\`: ${changesText(changes)}`,
    {
      help: `If that is right, write them down (\`${inferCommand(context)}\`), or allow it with \`contract: evolve\``,
    },
  )
}
