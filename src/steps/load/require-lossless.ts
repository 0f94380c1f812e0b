import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import { formatValue, maxSamples } from '../checks/samples.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import type { ColumnPair } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { counted } from '../../text/quantities.ts'

interface Check {
  readonly staged: TableName
  readonly table: TableName
  readonly pairs: readonly ColumnPair[]
  readonly mask: (text: string) => string
}

/**
 * A database converts on the way in, and may cut or round without a word: `00601` becomes 601, 1.25 becomes 1.3.
 * Throws a `Failure` (`rows/lossy`) for values that the table's columns could not give back, or do not take at all.
 */
export async function requireLossless(transaction: Transaction, check: Check): Promise<void> {
  const { lost, oneByOne } = loadDialects[transaction.dialect]
  if (oneByOne === undefined || !check.pairs.some(oneByOne.mayBeNeeded))
    return requireNone(transaction, check, lost)
  await oneByOne.begin(transaction)
  await requireNone(transaction, check, lost).catch(async (error: unknown) => {
    if (!oneByOne.isNeeded(error)) throw error
    await oneByOne.make(transaction)
    await requireNone(transaction, check, oneByOne.lost)
    throw error
  })
  await oneByOne.end(transaction)
}

async function requireNone(
  transaction: Transaction,
  { staged, table, pairs, mask }: Check,
  lostOf: (pair: ColumnPair) => RawBuilder<unknown> | undefined,
): Promise<void> {
  const checked = pairs.flatMap((pair) => {
    const lost = lostOf(pair)
    return lost === undefined ? [] : [{ pair, lost }]
  })
  for (let at = 0; at < checked.length; at += columnsAtOnce) {
    const some = checked.slice(at, at + columnsAtOnce)
    const counts = await countLost(transaction, staged, some)
    const index = counts.findIndex((count) => count > 0)
    const [first, found] = [some[index], counts[index] ?? 0]
    if (first === undefined) continue
    const { pair, lost } = first
    const { rows } = await sql<{ value: unknown }>`
      select ${sql.id(pair.source.name)} as value from ${tableId(staged)} where ${lost}
      limit ${sql.lit(maxSamples)}`.execute(transaction.db)
    const values = rows.map(({ value }) => formatValue(value, mask)).join(', ')
    throw new Failure(
      'rows/lossy',
      `column "${pair.source.name}" of "${tableText(table)}" is ${pair.target.type}: ${counted(found, 'value')} would not come back as ${found === 1 ? 'it is' : 'they are'}, e.g. ${values}`,
      { help: await remedy(transaction, table, pair) },
    )
  }
}

/** Each pass over the rows looks at so many columns. */
const columnsAtOnce = 200

async function countLost(
  { db }: Transaction,
  staged: TableName,
  columns: readonly { readonly lost: RawBuilder<unknown> }[],
): Promise<number[]> {
  const counts = columns.map(
    ({ lost }, index) => sql`count(case when ${lost} then 1 end) as ${sql.id(`c${index}`)}`,
  )
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join(counts)} from ${tableId(staged)}`.execute(db)
  return columns.map((_, index) => Number(rows[0]?.[`c${index}`]))
}

async function remedy(transaction: Transaction, table: TableName, pair: ColumnPair): Promise<string> {
  const { types } = loadDialects[transaction.dialect]
  const { source, target } = pair
  const room = await types.roomInKeys?.(transaction, table, source.name)
  const statement = types.widened(tableId(table).compile(transaction.db).sql, pair, room)
  if (statement !== undefined) {
    const time = source.type === 'text' ? timeType.exec(target.type)?.[0].toLowerCase() : undefined
    return time === undefined
      ? `Widen the column of the table (${statement}), or convert the values in a transform`
      : `Declare the column as a ${time === 'date' ? 'date' : 'timestamp'} where the rows are read, so that what is none is rejected; or, where any text is right, widen the column of the table (${statement})`
  }
  return room === undefined
    ? 'Convert the values in a transform, or load into a new table: a column there cannot be given another type'
    : `Shorten the values in a transform, e.g. to their hash: an index of this database has room for ${room} letters of this column`
}

/** A column of text would be no remedy for one of times. */
const timeType = /^(?:timestamp|datetime|date)/iu
