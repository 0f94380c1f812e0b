import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { Profile } from '../../dataset/profile/profile.ts'
import type { StepContext } from '../step.ts'
import { columnText } from '../column-text.ts'
import { asKnown, columnsAsKnown } from './contract/as-known.ts'
import { ColumnFit } from './contract/column-fit.ts'
import { toldMisfits } from './contract/told-misfits.ts'
import { sameColumns } from './match-names.ts'
import { placesIn, unite } from './places-in.ts'
import { openRecords } from './open-records.ts'
import type { ExtractOptions } from './options.ts'
import { describeReject } from './reject-log.ts'
import { Reformat } from '../../parse/format/reformat.ts'
import { projectBatch } from '../project-batch.ts'
import type { Spooled } from './spool.ts'

/** What the columns of a source are, by every value of it. */
export interface Found {
  /** In the source's order, each with the narrowest type that loses nothing. */
  readonly columns: readonly Column[]
  /** Why a type is no narrower one, where that is worth saying. */
  readonly proofs: ReturnType<Profile['proof']>
  /** Of the columns that were known before: the first value that one cannot hold, e.g. `line 17 holds "00601"`. */
  readonly misfits: ReadonlyMap<string, string>
  /** Of those that are decimals: what holds all of its values, if they are decimals. */
  readonly decimals: ReadonlyMap<string, Column>
  /** Of each column how many values it has, and which of them speaks for its type. */
  readonly evidence: ReturnType<Profile['evidence']>
  readonly rows: number
  /** What was found by looking, by source. */
  readonly notes: readonly string[]
  /** How many rows could not be read, and the first of them. */
  readonly rejected: number
  readonly firstReject?: string
}

/** The columns of the sources, at least one. */
export async function inferColumns(
  sources: readonly Spooled[],
  context: StepContext<ExtractOptions>,
): Promise<readonly Column[]> {
  const found = await findColumns(sources, context)
  if (found.columns.length === 0) throw nothingRead(found.firstReject)
  tellColumns(found.columns, found, context)
  return found.columns
}

/** Reads every value of every source once: what types the columns have, and which of the `known` do not hold them. */
export async function findColumns(
  sources: readonly Spooled[],
  context: StepContext<ExtractOptions>,
  known: readonly Column[] = [],
): Promise<Found> {
  if (context.options.format === 'parquet') return foundInParquet(sources, known)
  const names: string[] = []
  const profile = new Profile(names)
  const fit = new ColumnFit(known, context.mask)
  const { formats = {}, format } = context.options
  const reformat = new Reformat(known, formats, { emptyIsText: format === 'csv' })
  const otherwise = new Set<string>()
  const notes: string[] = []
  let first: string | undefined
  let rejected = 0
  for (const [index, source] of sources.entries()) {
    await using records = await openRecords(source, context, {
      onReject: (reject) => {
        rejected += 1
        first ??= describeReject(source.label, reject, context.mask)
      },
      onBytes: () => {},
    })
    if (context.options.format === 'csv' && index > 0) sameColumns(names, records.names, sources[0], source)
    if (records.notes.length > 0) notes.push(`${source.label}: ${records.notes.join(', ')}`)
    unite(names, records.names)
    for await (const batch of records.batches) {
      unite(names, records.names)
      const called = asKnown(namesOf(records.names, known, context), known)
      const written = reformat.isIdle
        ? batch
        : { ...batch, start: batch.start.slice(), end: batch.end.slice() }
      const { whole } = reformat.apply(batch, called, (name, row) => {
        otherwise.add(name)
        fit.refuseWriting(name, { batch: written, row, at: called.indexOf(name) })
      })
      fit.add(whole, called, written)
      profile.add(projectBatch(whole, placesIn(names, records.names)))
    }
  }
  const columns = profile.columns()
  const called = asKnown(namesOf(names, known, context), known)
  return {
    columns: columns.map((column, index) => {
      const name = called[index] ?? column.name
      // Values that are written in several ways have only their texts in common.
      return otherwise.has(name) ? { name, type: 'text' as const } : { ...column, name }
    }),
    proofs: profile.proof(),
    misfits: fit.misfits,
    decimals: fit.wider(),
    evidence: profile.evidence(),
    rows: profile.rows,
    notes,
    rejected,
    ...(first === undefined ? {} : { firstReject: first }),
  }
}

/** Parquet says what its columns are; no value needs to be looked at. */
async function foundInParquet(sources: readonly Spooled[], known: readonly Column[]): Promise<Found> {
  const { inferParquet } = await import('./parquet/infer-parquet.ts')
  const columns = columnsAsKnown(await inferParquet(sources), known)
  const evidence = columns.map(({ name }) => ({ column: name, values: 0, text: 'the file says so' }))
  return {
    columns,
    proofs: [],
    ...toldMisfits('file', known, columns),
    evidence,
    rows: 0,
    rejected: 0,
    notes: [],
  }
}

/** Says what the columns are, and why they are no narrower. */
export function tellColumns(columns: readonly Column[], { proofs }: Found, context: StepContext): void {
  context.log(`columns inferred: ${columns.map(describeColumn).join(', ')}`)
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  for (const { column, type, because } of proofs)
    if ((types.get(column) ?? type) === type) context.log(`  ${column} is ${type}: ${because}`)
}

/** Without a header the declared columns stand in the source's order. */
export function namesOf(
  names: readonly string[],
  columns: readonly Column[],
  { options }: StepContext<ExtractOptions>,
): readonly string[] {
  if (options.format !== 'csv' || options.csv.header !== false || options.columns === undefined) return names
  return names.map((name, index) => columns[index]?.name ?? name)
}

function nothingRead(firstReject: string | undefined): Failure {
  if (firstReject !== undefined)
    return new Failure('rows/rejected', `no row could be read, e.g. ${firstReject}`)
  return new Failure('columns/unknown', 'there is nothing to read, so the columns cannot be inferred', {
    help: 'Declare "columns"',
  })
}

function describeColumn(column: Column): string {
  return `${column.name} ${columnText(column)}`
}
