import type { Column } from '../../dataset/column.ts'
import type { OnReject } from '../../dataset/reject.ts'
import type { ColumnFormats } from '../column-formats.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { asKnown } from './contract/as-known.ts'
import { agreedColumns, type ColumnsToMake } from './contract/agreed-columns.ts'
import { withoutForbidden } from './contract/forbid-columns.ts'
import { namesOf } from './infer-columns.ts'
import { makeDataset } from './make-dataset.ts'
import { locateColumns } from './match-names.ts'
import { foundIn, placesIn } from './places-in.ts'
import { openRecords } from './open-records.ts'
import type { ExtractOptions } from './options.ts'
import type { RejectLog } from './reject-log.ts'
import type { RejectedCursors } from './incremental/rejected-cursors.ts'
import type { Spooled } from './spool.ts'
import type { BatchWriter } from '../write/batch-writer.ts'
import { Reformat } from '../../parse/format/reformat.ts'
import { ToldGuesses } from './told-guesses.ts'
import { tellOnce } from './tell-once.ts'
import { openZips } from './compressed/zip-sources.ts'

type Context = StepContext<ExtractOptions>

/** Makes one dataset of sources that are on this machine's disk, and a second one of the rows that break a rule. */
export async function readDataset(
  spooled: readonly Spooled[],
  context: Context,
  rejectedCursors?: RejectedCursors,
): Promise<StepOutcome> {
  const sources = await openZips(spooled, context.options)
  const wanted = await agreedColumns(sources, context)
  const guesses = new ToldGuesses()
  const outcome = await makeDataset(context, {
    wanted,
    bytes: sources.reduce((sum, source) => sum + source.bytes, 0),
    sources,
    read: (writer, rejects) =>
      readInto(writer, rejects, { sources, wanted, guesses, context, rejectedCursors }),
  })
  return guesses.beside(outcome)
}

/** Answers how many rows the sources held, counted as they were parsed. */
async function readInto(
  writer: BatchWriter,
  rejects: RejectLog,
  {
    sources,
    wanted,
    guesses,
    context,
    rejectedCursors,
  }: {
    sources: readonly Spooled[]
    wanted: ColumnsToMake
    guesses: ToldGuesses
    context: Context
    rejectedCursors: RejectedCursors | undefined
  },
): Promise<number> {
  const { columns, forbidden } = wanted
  const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0)
  const { formats = {}, format } = context.options
  const reformat = new Reformat(columns, formats, { emptyIsText: format === 'csv' })
  let before = 0
  let read = 0
  for (const source of sources) {
    let now = 0
    const onReject = (reject: Parameters<RejectLog['add']>[1]): void => rejects.add(source.label, reject)
    await using records = await openRecords(source, context, {
      onReject: (reject) => {
        read += 1
        writer.inTurn(() => onReject(reject))
      },
      onBytes: (bytes) => (now = bytes),
    })
    sayFound(source, records.notes, context)
    guesses.add(source.label, records.guesses)
    const namesNow = (): readonly string[] => {
      const names = namesOf(records.names, columns, context)
      return wanted.anyCase === true ? asKnown(names, columns) : names
    }
    const hasHeader = context.options.format === 'csv' || context.options.format === 'parquet'
    const mustHaveAll = hasHeader && wanted.mayLack !== true
    const columnsOfBatch = mustHaveAll ? locateColumns(columns, namesNow(), source) : undefined
    if (wanted.note === undefined) sayLeftOut(namesNow(), columns, context)
    for await (const batch of records.batches) {
      read += batch.rows
      const names = namesNow()
      const { whole, fitting, misfits } = reformat.apply(batch, names)
      const from =
        columnsOfBatch ??
        placesIn(
          columns.map(({ name }) => name),
          names,
        )
      const hear = rejectedCursors?.over(whole, from[cursorAt(columns, context)] ?? -1, onReject) ?? onReject
      for (const misfit of misfits) writer.inTurn(() => hear(misfit))
      const taken = withoutForbidden(fitting, foundIn(forbidden, names), (reject) =>
        writer.inTurn(() => hear(reject)),
      )
      await writer.write(taken, from, asWritten(formats, hear))
      context.progress({ rows: read - rejects.rows, bytes: before + now, totalBytes })
    }
    before += source.bytes
  }
  return read
}

/** A number that was rewritten and then rejected is told with the decimal mark of its source. */
function asWritten(formats: ColumnFormats, hear: OnReject): OnReject {
  if (Object.values(formats).every(({ decimal }) => decimal === undefined)) return hear
  return (reject) => {
    const { column, value } = reject
    const mark = column !== null && Object.hasOwn(formats, column) ? formats[column]?.decimal : undefined
    hear(mark === undefined || value === null ? reject : { ...reject, value: value.replace('.', () => mark) })
  }
}

/** Of pages, what all have in common is said of the first. */
function sayFound({ label }: Spooled, notes: readonly string[], context: Context): void {
  const found = notes.join(', ')
  const line = `${label}: ${found} (found by looking)`
  if (found !== '') tellOnce(context, line, context.options.paging === undefined ? line : found)
}

function sayLeftOut(names: readonly string[], columns: readonly Column[], context: Context): void {
  const extra = names.filter((name) => !columns.some((column) => column.name === name))
  if (extra.length > 0)
    tellOnce(context, `left out, because "columns" does not name them: ${extra.join(', ')}`)
}

function cursorAt(columns: readonly Column[], { options: { incremental } }: Context): number {
  return columns.findIndex(({ name }) => name === incremental?.cursor)
}
