import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { copyType } from '../../dataset/encode-copy.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/ports.ts'
import { formatValue, maxSamples } from '../checks/samples.ts'
import { tableId, tableText } from '../sql/identifier.ts'
import type { ColumnPair } from './match-columns.ts'
import { counted } from '../../text/quantities.ts'

/** A number in text: what a column of numbers would silently turn into one. */
const numeric = String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`

/**
 * A database converts on the way in, and may cut or round without a word: `00601` becomes 601, 1.25 becomes 1.3.
 * Throws a `Failure` (`rows/lossy`) for values that the table's columns could not give back.
 */
export async function requireLossless(
  transaction: Transaction,
  {
    staged,
    table,
    pairs,
    mask,
  }: {
    staged: TableName
    table: TableName
    pairs: readonly ColumnPair[]
    mask: (text: string) => string
  },
): Promise<void> {
  for (const pair of pairs) {
    const lost = transaction.dialect === 'postgres' ? lostInPostgres(pair) : lostInSqlite(pair)
    if (lost === undefined) continue
    const column = sql.id(pair.source.name)
    const { rows: counts } = await sql<{ found: unknown }>`
      select count(*) as found from ${tableId(staged)} where ${lost}`.execute(transaction.db)
    const found = Number(counts[0]?.found)
    if (found === 0) continue
    const { rows } = await sql<{ value: unknown }>`
      select ${column} as value from ${tableId(staged)} where ${lost} limit ${sql.lit(maxSamples)}`.execute(
      transaction.db,
    )
    throw new Failure(
      'rows/lossy',
      `column "${pair.source.name}" of "${tableText(table)}" is ${pair.target.type}: ${counted(found, 'value')} would not come back as they are, e.g. ${rows.map(({ value }) => formatValue(value, mask)).join(', ')}`,
      { help: 'Widen the column of the table, or convert the values in a transform' },
    )
  }
}

const checkedTypes = /^(?:smallint|integer|bigint|numeric|real|double|boolean|character|date|time)/u
const floats = new Set(['real', 'double precision'])

function lostInPostgres({ source, target }: ColumnPair): RawBuilder<unknown> | undefined {
  const staged = copyType(source)
  if (target.type === staged || !checkedTypes.test(target.type)) return undefined
  if (staged === 'timestamp' && target.type === 'timestamp without time zone') return undefined
  if (staged === 'timestamptz' && target.type === 'timestamp with time zone') return undefined
  const column = sql.id(source.name)
  const cast = sql`cast(${column} as ${sql.raw(target.type)})`
  if (floats.has(target.type) && staged !== 'text')
    return sql`${digits(column)} is distinct from ${digits(cast)}`
  return sql`${column} is distinct from cast(${cast} as ${sql.raw(staged)})`
}

/** A number with the digits it is read back with: a cast of a float to a number would keep fewer of them. */
function digits(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cast(cast(${value} as text) as numeric)`
}

/** SQLite's column affinity: text that is a number becomes one, unless the column is of text; an integer a float. */
function lostInSqlite({ source, target }: ColumnPair): RawBuilder<unknown> | undefined {
  const column = sql.id(source.name)
  if (source.type === 'integer') {
    const isFloat = /^(?!.*int).*(?:real|floa|doub)/iu.test(target.type)
    return isFloat ? sql`cast(cast(${column} as real) as integer) <> ${column}` : undefined
  }
  if (source.type === 'real' || source.type === 'boolean') return undefined
  if (/char|clob|text|blob|any|^$/iu.test(target.type)) return undefined
  return sql`typeof(${column}) = 'text' and regexp(${numeric}, ${column})
    and cast(cast(${column} as numeric) as text) <> ${column}`
}
