import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import type { OnReject } from '../../dataset/reject.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Database, Selection } from '../../ports/database.ts'
import { boundQuery, locateInDatabase } from '../sql/database-query.ts'
import { openConnection } from '../sql/open-connection.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import type { BatchWriter } from '../write/batch-writer.ts'
import type { ColumnsToMake } from './contract/agreed-columns.ts'
import { asKnown } from './contract/as-known.ts'
import { agreedWithDatabase } from './contract/agreed-with-database.ts'
import { withoutForbidden } from './contract/forbid-columns.ts'
import { makeDataset } from './make-dataset.ts'
import type { ExtractOptions } from './options.ts'
import { foundIn, placesIn } from './places-in.ts'
import type { RejectLog } from './reject-log.ts'
import type { RejectedCursors } from './incremental/rejected-cursors.ts'

type Context = StepContext<ExtractOptions>

/** How much a query answers is not known before: it is taken for much. */
const unknownBytes = Number.MAX_SAFE_INTEGER

/** Makes a dataset of what a query of a database answers, and a second one of the rows that break a rule. */
export async function extractBySql(
  context: Context,
  rejectedCursors?: RejectedCursors,
): Promise<StepOutcome> {
  const { in: name = '' } = context.options
  await using database = await openConnection(context, name)
  const selection = await select(database, context)
  const wanted = agreedWithDatabase(selection.columns, context)
  return await makeDataset(context, {
    wanted,
    bytes: unknownBytes,
    sources: [{ label: `the query in "${name}"` }],
    read: (writer, rejects) =>
      readInto(writer, rejects, { database, selection, wanted, context, rejectedCursors }),
  })
}

/** Answers how many rows the query had. */
async function readInto(
  writer: BatchWriter,
  rejects: RejectLog,
  {
    database,
    selection,
    wanted,
    context,
    rejectedCursors,
  }: {
    readonly database: Database
    readonly selection: Selection
    readonly wanted: ColumnsToMake
    readonly context: Context
    readonly rejectedCursors: RejectedCursors | undefined
  },
): Promise<number> {
  const { columns, forbidden } = wanted
  const answered = selection.columns.map((column) => column.name)
  const names = wanted.anyCase === true ? asKnown(answered, columns) : answered
  const from = places(columns, names, { mayLack: wanted.mayLack === true })
  const cursor =
    from[columns.findIndex((column) => column.name === context.options.incremental?.cursor)] ?? -1
  const onReject: OnReject = (reject) => rejects.add(context.options.in ?? '', reject)
  let read = 0
  for await (const each of withPlace(selection.batches, database, context)) {
    const batch = numbered(each, read, answered)
    read += batch.rows
    const hear = rejectedCursors?.over(batch, cursor, onReject) ?? onReject
    const taken = withoutForbidden(batch, foundIn(forbidden, names), (reject) =>
      writer.inTurn(() => hear(reject)),
    )
    await writer.write(taken, from, hear)
    context.progress({ rows: read - rejects.rows })
  }
  return read
}

async function select(database: Database, context: Context): Promise<Selection> {
  const text = context.options.sql ?? ''
  try {
    return await database.select(boundQuery(text, database.dialect, context.bind))
  } catch (error) {
    throw await locateInDatabase(error, { text, dialect: database.dialect }, context.placeOfSql)
  }
}

async function* withPlace(
  batches: Selection['batches'],
  { dialect }: Database,
  { options, placeOfSql }: Context,
): AsyncGenerator<Batch, void, void> {
  try {
    yield* batches
  } catch (error) {
    throw await locateInDatabase(error, { text: options.sql ?? '', dialect }, placeOfSql)
  }
}

/** A row is known by its number in the answer and by its values. */
function numbered(batch: Batch, before: number, names: readonly string[]): Batch {
  const line = new Int32Array(batch.rows)
  for (let row = 0; row < line.length; row++) line[row] = before + row + 1
  return { ...batch, line, names }
}

/** Where each column stands in the answer. */
function places(
  columns: readonly Column[],
  names: readonly string[],
  { mayLack }: { readonly mayLack: boolean },
): readonly number[] {
  const missing = columns.filter(({ name }) => !names.includes(name))
  if (missing.length > 0 && !mayLack)
    throw new Failure(
      'columns/missing',
      `the query answers no column ${missing.map(({ name }) => `"${name}"`).join(', ')}`,
      {
        help: `Its columns are ${names.join(', ')}; select it, or take it out of \`columns\``,
      },
    )
  return placesIn(
    columns.map(({ name }) => name),
    names,
  )
}
