import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Database, Selection } from '../../ports/database.ts'
import { boundQuery, locateInDatabase } from '../sql/database-query.ts'
import { openConnection } from '../sql/open-connection.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { openBatchWriter } from '../write/open-batch-writer.ts'
import { agreedWithDatabase } from './contract/agreed-with-database.ts'
import { withoutForbidden } from './contract/forbid-columns.ts'
import type { ExtractOptions } from './options.ts'
import { foundIn, placesIn } from './places-in.ts'
import { requireAllowedEmpty } from './require-allowed-empty.ts'
import { RejectLog } from './reject-log.ts'
import type { RejectedCursors } from './incremental/rejected-cursors.ts'

type Context = StepContext<ExtractOptions>

/** How much a query answers is not known before: it is taken for much. */
const unknownBytes = Number.MAX_SAFE_INTEGER

/** Makes a dataset of what a query of a database answers, and a second one of the rows that break a rule. */
export async function extractBySql(
  context: Context,
  rejectedCursors?: RejectedCursors,
): Promise<StepOutcome> {
  const { in: name = '', rejects: limit } = context.options
  await using database = await openConnection(context, name)
  const selection = await select(database, context)
  const wanted = agreedWithDatabase(selection.columns, context)
  const { columns, forbidden, note, gone } = wanted
  const place = { path: context.datasetPath, table: context.stepId, columns }
  await using writer = openBatchWriter(place, unknownBytes, context.follow)
  using rejects = new RejectLog(context.rejectsPath, context.mask)
  const names = selection.columns.map((column) => column.name)
  const from = places(columns, names, { mayLack: wanted.mayLack === true })
  const cursor =
    from[columns.findIndex((column) => column.name === context.options.incremental?.cursor)] ?? -1
  const onReject = (reject: Parameters<RejectLog['add']>[1]): void => rejects.add(name, reject)
  let read = 0
  for await (const each of withPlace(selection.batches, database, context)) {
    const batch = numbered(each, read, names)
    read += batch.rows
    const hear = rejectedCursors?.over(batch, cursor, onReject) ?? onReject
    const taken = withoutForbidden(batch, foundIn(forbidden, names), (reject) =>
      writer.inTurn(() => hear(reject)),
    )
    await writer.write(taken, from, hear)
    context.progress({ rows: read - rejects.rows })
  }
  if (read === 0) requireAllowedEmpty(context, [{ label: `the query in "${name}"` }])
  await writer.judged()
  const rejected = rejects.finish()
  rejects.requireWithin(limit, read)
  const dataset = await writer.finish()
  return {
    dataset: gone === undefined ? dataset : { ...dataset, gone },
    ...(note === undefined ? {} : { note }),
    ...(rejected === undefined ? {} : { rejects: rejected }),
    rows: { read, loaded: dataset.rows, rejected: rejects.rows, filtered: 0, deduplicated: 0, unchanged: 0 },
  }
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
