import type { Column, Dataset } from '../../../dataset/column.ts'
import { quoteName } from '../../../dataset/create-table.ts'
import { Failure } from '../../../diagnostic/failure.ts'
import type { SqlResult, SqliteSession } from '../../../ports/sqlite.ts'
import { counted, number } from '../../../text/quantities.ts'
import type { StepContext, StepOutcome } from '../../step.ts'
import { type SourceWindow, earlier, heldWindow, isHeld, windowLabel } from '../../window.ts'
import type { Incremental } from './incremental-options.ts'
import type { RejectedCursors } from './rejected-cursors.ts'
import { dayOf, settledWindow } from './settled-window.ts'

/** What is known of how the rows of a window were read. */
export interface ReadWindow {
  readonly window: SourceWindow
  readonly incremental: Incremental
  readonly rejected: RejectedCursors
  /** By the clock of who sent the rows, the earliest; absent: it did not say. */
  readonly sentAt?: Date | undefined
}

/**
 * Leaves in the dataset only the rows of the window: a source may send more than it was asked for. Says up to where the
 * source is read with that: not past what the clock of the source calls settled, nor past a rejected row.
 */
export async function narrowToWindow(
  outcome: StepOutcome,
  read: ReadWindow,
  context: Pick<StepContext, 'ports' | 'signal' | 'log'>,
): Promise<StepOutcome> {
  const { dataset, rows } = outcome
  const settled = settledWindow(read.window, read.incremental, read.sentAt)
  const seen = dataset === undefined ? undefined : await narrowed(dataset, settled, read.incremental, context)
  const window = { ...settled, ...seen?.end }
  const removed = seen?.outside ?? 0
  const outside = removed + read.rejected.outside
  const made = dataset === undefined ? {} : { dataset: { ...dataset, rows: dataset.rows - removed } }
  if (outside > 0) context.log(`${counted(outside, 'row')} outside of the window left out`)
  const areRead = read.rejected.areAllRead(rows?.rejected ?? 0)
  const end = areRead ? heldBack(window, read.rejected.least) : heldWindow(window)
  const notes = [outcome.note, `window ${windowLabel(window)}`, whyHeld(end)]
  return {
    ...outcome,
    ...made,
    ...(rows === undefined
      ? {}
      : { rows: { ...rows, loaded: rows.loaded - removed, filtered: rows.filtered + outside } }),
    window: end,
    note: notes.filter((note) => note !== undefined).join('; '),
  }
}

/** Why the window is read again, all of it or its end. */
function whyHeld(window: SourceWindow): string | undefined {
  if (!isHeld(window)) return undefined
  const { cursor } = window
  return cursor === undefined
    ? 'all of it is read again: of a rejected row it cannot be told where it stands'
    : `read again from ${cursor} on, where a row was rejected`
}

/** The cursor no further than a row that has to be read again. */
function heldBack(window: SourceWindow, least: string | undefined): SourceWindow {
  const { cursor } = window
  if (cursor === undefined || least === undefined) return window
  return { ...window, cursor: earlier(window.kind, cursor, least) }
}

interface Seen {
  readonly outside: number
  /** What only the rows tell of the window's end. */
  readonly end: Partial<Pick<SourceWindow, 'to' | 'cursor'>>
}

async function narrowed(
  dataset: Dataset,
  window: SourceWindow,
  { cursor, kind }: Incremental,
  { ports, signal }: Pick<StepContext, 'ports' | 'signal'>,
): Promise<Seen> {
  if (cursor === undefined) return { outside: 0, end: {} }
  if (dataset.rows === 0) return { outside: 0, end: integerEnd(window, undefined) }
  const column = requireColumn(dataset, cursor, kind)
  const value = comparable(column)
  const to = column.type === 'date' ? dayOf(window.to) : window.to
  const table = quoteName(dataset.tableName ?? dataset.name)
  await using session = await ports.sqlite.open({ path: dataset.path, unpublished: true }, signal)
  const inside = `(${value}) >= ? and (${value}) < ?`
  const bounds = [window.from, to].map((each) => (kind === 'integer' ? BigInt(each) : each.slice(0, -1)))
  const { rows } = await session.query({
    sql: `select count(*) - count(${quoteName(cursor)}) as nulls,
      count(*) - coalesce(sum(${inside}), 0) as outside,
      max(iif(${inside}, ${value}, null)) as most from ${table}`,
    parameters: [...bounds, ...bounds],
  })
  const { nulls = 0, outside = 0, most } = rows[0] ?? {}
  if (Number(nulls) > 0) throw withoutCursor(Number(nulls), dataset, cursor)
  if (Number(outside) > 0) await remove(session, `${table} where not (${inside})`, bounds)
  const end = kind === 'integer' ? integerEnd(window, most) : to === window.to ? {} : { to, cursor: to }
  return { outside: Number(outside), end }
}

/** The freed pages would otherwise travel with the rows. */
async function remove(
  session: SqliteSession,
  what: string,
  parameters: readonly (string | bigint)[],
): Promise<void> {
  await session.query({ sql: `delete from ${what}`, parameters })
  await session.query({ sql: 'vacuum' })
}

/** One past the largest: where the next window begins. Without a row nothing is known beyond where this one began. */
function integerEnd({ kind, from }: SourceWindow, most: SqlResult | undefined): Seen['end'] {
  if (kind !== 'integer') return {}
  const isNumber = typeof most === 'bigint' || typeof most === 'number'
  const to = isNumber ? String(BigInt(most) + 1n) : from
  return { to, cursor: to }
}

function requireColumn({ name, columns }: Dataset, cursor: string, kind: Incremental['kind']): Column {
  const column = columns.find((each) => each.name === cursor)
  if (column === undefined)
    throw new Failure('window/column', `"${name}" has no column "${cursor}" for its cursor`, {
      help: `Its columns are ${columns.map((each) => each.name).join(', ')}`,
    })
  const fits = kind === 'integer' ? column.type === 'integer' : /^(?:timestamp|date)$/.test(column.type)
  if (fits) return column
  throw new Failure('window/column', `the cursor "${cursor}" of "${name}" is ${column.type}`, {
    help:
      kind === 'integer'
        ? 'Let it be an integer column, or start at a date'
        : 'Declare it under `columns` as timestamp or date, or start at an integer',
  })
}

function withoutCursor(nulls: number, { name }: Dataset, cursor: string): Failure {
  return new Failure(
    'window/null',
    `${number(nulls)} of the rows of "${name}" ${nulls === 1 ? 'has' : 'have'} no "${cursor}", so no window holds them`,
    { help: `Declare it \`not null\` to have such rows rejected, or leave them out at the source` },
  )
}

/** SQL for a value of the column as text that sorts, cut to milliseconds; timestamps without a zone count as UTC. */
function comparable({ name, type }: Column): string {
  const column = quoteName(name)
  if (type === 'integer') return column
  if (type === 'date') return `${column} || 'T00:00:00.000'`
  const fraction = `iif(substr(${column}, 20, 1) = '.', substr(rtrim(${column}, 'Z') || '000', 21, 3), '000')`
  return `substr(${column}, 1, 10) || 'T' || substr(${column}, 12, 8) || '.' || ${fraction}`
}
