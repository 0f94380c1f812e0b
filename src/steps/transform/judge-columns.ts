import type { Column } from '../../dataset/column.ts'
import { quoteName, storageOf } from '../../dataset/create-table.ts'
import type { Storage } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { SqliteSession } from '../../ports/sqlite.ts'
import { formatValue } from '../checks/samples.ts'
import { finerTerms, isFiner, withoutNoise } from './finer-decimals.ts'
import { misfit } from './misfit.ts'
import type { ResultColumn } from './result-columns.ts'

/**
 * Gives each column its type, from all of its values: the declared one, which they must keep; that of the need it
 * came from, or that its function makes, if they do; else integer, real or text. Values of a text column that are numbers become text.
 */
export async function judgeColumns(
  session: SqliteSession,
  table: string,
  result: readonly ResultColumn[],
  mask: (text: string) => string,
): Promise<readonly Column[]> {
  const seen = await countTypes(session, table, result)
  const columns: Column[] = []
  for (const [index, column] of result.entries()) {
    const counted = seen[index] ?? nothingSeen
    if (column.declared !== undefined && counted.misfits > 0)
      throw await notAsDeclared(session, table, column.declared, counted.misfits, mask)
    columns.push(judge(column, counted))
  }
  await makeText(session, table, columns, seen)
  for (const [index, column] of columns.entries())
    if (openDecimal(result[index]) !== undefined && column.type === 'decimal' && storageOf(column) === 'REAL')
      await withoutNoise(session, table, column)
  return columns
}

interface Seen {
  readonly integers: number
  readonly reals: number
  readonly texts: number
  readonly blobs: number
  readonly nulls: number
  /** Values that the declared type, or else the likely one, cannot have. */
  readonly misfits: number
}

const nothingSeen: Seen = { integers: 0, reals: 0, texts: 0, blobs: 0, nulls: 0, misfits: 0 }

async function countTypes(
  session: SqliteSession,
  table: string,
  result: readonly ResultColumn[],
): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  const perQuery = 200
  for (let at = 0; at < result.length; at += perQuery) {
    const some = result.slice(at, at + perQuery)
    const terms = some.flatMap((column, index) => typeTerms(column, index))
    const { rows } = await session.query({ sql: `select ${terms.join(', ')} from ${table}` })
    const count = (name: string): number => Number(rows[0]?.[name] ?? 0)
    for (const [index, column] of some.entries()) {
      const decimal = openDecimal(column)
      const isTooFine = decimal !== undefined && isFiner(decimal, rows[0] ?? {}, index)
      seen.push({
        integers: count(`i${index}`),
        reals: count(`r${index}`),
        texts: count(`t${index}`),
        blobs: count(`b${index}`),
        nulls: count(`n${index}`),
        misfits: count(`m${index}`) + (isTooFine ? 1 : 0),
      })
    }
  }
  return seen
}

/** What a column likely is, if that is a decimal whose digits are for the values to say. */
function openDecimal(column: ResultColumn | undefined): Column | undefined {
  const likely = column?.isOpen === true ? (column.origin ?? column.guessed) : undefined
  return likely?.type === 'decimal' && likely.scale !== undefined ? likely : undefined
}

function typeTerms(result: ResultColumn, index: number): string[] {
  const { name, declared, origin, guessed } = result
  const column = quoteName(name)
  const known = declared ?? origin ?? guessed
  const decimal = openDecimal(result)
  const sum = (type: string, letter: string): string =>
    `sum(typeof(${column}) = '${type}') as ${letter}${index}`
  return [
    sum('integer', 'i'),
    sum('real', 'r'),
    sum('text', 't'),
    sum('blob', 'b'),
    sum('null', 'n'),
    ...(known === undefined ? [] : [`sum(${misfit(column, known)}) as m${index}`]),
    ...(decimal === undefined ? [] : finerTerms(column, decimal, index)),
  ]
}

function judge({ name, declared, origin, guessed }: ResultColumn, seen: Seen): Column {
  if (seen.blobs > 0) {
    throw new Failure('sql/columns', `column "${name}" holds bytes (BLOB), which no column type can`, {
      help: `Select hex("${name}") or cast("${name}" as text)`,
    })
  }
  if (declared !== undefined) return kept(declared, seen)
  const likely = origin ?? guessed
  if (likely !== undefined && seen.misfits === 0) {
    const { notNull: _, ...type } = likely
    return { ...type, name }
  }
  if (seen.texts > 0) return { name, type: 'text' }
  if (seen.reals > 0) return { name, type: 'real' }
  return { name, type: seen.integers > 0 ? 'integer' : 'text' }
}

/** Says the first values that are not of the declared type. */
async function notAsDeclared(
  session: SqliteSession,
  table: string,
  declared: Column,
  misfits: number,
  mask: (text: string) => string,
): Promise<Failure> {
  const name = quoteName(declared.name)
  const { rows } = await session.query({
    sql: `select distinct ${name} as v from ${table} where ${misfit(name, declared)} limit ${shownValues}`,
  })
  const shown = rows.map(({ v }) => formatValue(v, mask)).join(', ')
  const how =
    misfits === 1 ? 'one of its values is not' : `${misfits.toLocaleString('en')} of its values are not`
  return new Failure(
    'rows/type',
    `column "${declared.name}" is declared ${declared.type}; ${how}: ${shown}${rows.length < shownValues ? '' : ', …'}`,
    { help: `${remedies[declared.type]}, or declare "${declared.name}" as what it is` },
  )
}

const shownValues = 3

const remedies: Readonly<Record<Column['type'], string>> = {
  text: 'Cast the values to text in the query',
  integer: 'Round or cast them to an integer in the query',
  decimal: 'Cast them to a number in the query',
  real: 'Cast them to a number in the query',
  boolean: 'Make them 1 or 0 in the query',
  date: 'Write them as 2026-03-29 in the query, e.g. with date(…)',
  timestamp: "Write them as 2026-03-29T10:00:00 in the query, e.g. with strftime('%Y-%m-%dT%H:%M:%S', …)",
  json: 'Make them JSON in the query, e.g. with json_quote(…)',
}

function kept(declared: Column, { nulls }: Seen): Column {
  if (declared.notNull === true && nulls > 0) {
    throw new Failure(
      'rows/null',
      `column "${declared.name}" is declared not null; it is null in ${nulls} rows`,
    )
  }
  return declared
}

/** A column judged to be text may hold numbers: STRICT wants them to be text too. */
async function makeText(
  session: SqliteSession,
  table: string,
  columns: readonly Column[],
  seen: readonly Seen[],
): Promise<void> {
  for (const [index, column] of columns.entries()) {
    const storage: Storage = storageOf(column)
    const { integers, reals } = seen[index] ?? nothingSeen
    if (storage !== 'TEXT' || integers + reals === 0) continue
    const name = quoteName(column.name)
    await session.query({
      sql: `update ${table} set ${name} = cast(${name} as text) where typeof(${name}) <> 'text'`,
    })
  }
}
