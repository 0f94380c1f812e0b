import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { storageOf } from '../../../dataset/create-table.ts'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { columnIds, tableId } from '../../sql/identifier.ts'
import type { ColumnPair, KeptRows, LoadDialect, Unmatched } from './dialect.ts'
import { adopt } from './sqlite-adopt.ts'
import { readSqliteTarget } from './sqlite-target.ts'
import { emptySqliteTable } from './sqlite-empty.ts'
import { wholeKey } from './unmatched.ts'

const leftOut: TableName = { schema: 'temp', name: '_millrace_left_out' }
const kept: TableName = { schema: 'temp', name: '_millrace_kept' }

/** One load writes a file at a time anyway; the staged rows lie in an attached file that is only read. */
export const sqliteLoads: LoadDialect = {
  definesInside: true,
  movesRecords: true,
  types: {
    of: storageOf,
    moment: 'TEXT',
    flag: 'INTEGER',
    end: async () => ' strict',
    widened: () => undefined,
  },
  readTarget: readSqliteTarget,
  canonical: ({ name }) => sql`lower(${name})`,
  makeSchema: async () => {},
  begin: async () => {},
  adopt,
  requireWhole: async () => {},
  takeTurns: async () => {},
  // The staged rows are not copied anyway.
  staysOurs: async () => false,
  empty: emptySqliteTable,
  isUnique,
  readyToJoin: async (_transaction, staged) => staged,
  converted: ({ source }) => sql.id('s', source.name),
  comparedKey({ source, target: { collation } }) {
    const column = sql.id('s', source.name)
    return collation === undefined ? column : sql`${column} collate ${sql.raw(collation)}`
  },
  differs: ({ source }) =>
    sql`${sql.id('t', source.name)} collate binary is distinct from ${sql.id('s', source.name)}`,
  droppedBy,
  async update({ db }, { table, staged, sets, on, where }) {
    const { numAffectedRows } = await sql`
      update ${tableId(table)} as t set ${sql.join(sets.map(({ column, value }) => sql`${sql.id(column)} = ${value}`))}
      from ${tableId(staged)} as s where ${on} and (${where})`.execute(db)
    return Number(numAffectedRows)
  },
  unmatched,
  deleteFrom: (table) => sql`delete from ${tableId(table)} as t`,
  sourceOrder: (direction) => sql`s.rowid ${sql.raw(direction)}`,
  largestFirst({ name, type, zoned }) {
    const column = sql.id('s', name)
    // A `Z` would sort behind a fraction that only one of two times has.
    if (type === 'timestamp' && zoned === true) return sql`rtrim(${column}, 'Z') desc nulls last`
    return type === 'decimal' ? sql`cast(${column} as real) desc nulls last` : sql`${column} desc nulls last`
  },
  keepFirst,
  lost,
  moment: (iso) => sql`${iso}`,
  flag: (value) => sql.lit(value ? 1 : 0),
}

/** By an index, or as the number of the row. */
async function isUnique({ db }: Transaction, { name }: TableName, key: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pragma_index_list(${name}) as i where i."unique" = 1 and i.partial = 0 and not exists (
      select 1 from pragma_index_info(i.name) as c where c.name is null or c.name not in (${sql.join(key)}))
    union all
    select 1 from (select count(*) as n, max(name) as name from pragma_table_info(${name}) where pk > 0)
    where n = 1 and name in (${sql.join(key)}) limit 1`.execute(db)
  return rows.length > 0
}

/** By a trigger that says `raise(ignore)`, or by a constraint that was made so. */
async function droppedBy({ db }: Transaction, { name }: TableName): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select case type when 'trigger' then 'trigger "' || name || '"' else '\`on conflict ignore\`' end as what
    from sqlite_schema where lower(tbl_name) = lower(${name}) and (
      type = 'trigger' and sql like '%raise%ignore%' or type = 'table' and sql like '%conflict%ignore%')`.execute(
    db,
  )
  return rows.map(({ what }) => what)
}

/** By a list, of which SQLite makes an index once. */
function unmatched({ staged, key }: Unmatched): RawBuilder<unknown> {
  return sql`${wholeKey(key)} and (${columnIds(key, 't')}) not in (
    select ${columnIds(key, 's')} from ${tableId(staged)} as s)`
}

async function keepFirst({ db }: Transaction, { staged, columns, key, order }: KeptRows): Promise<TableName> {
  const names = columnIds(columns.map(({ name }) => name))
  await sql`create temporary table ${sql.id(leftOut.name)} (place integer primary key)`.execute(db)
  await sql`insert into ${tableId(leftOut)} select place from (
      select s.rowid as place, row_number() over (partition by ${sql.join(key)} order by ${order}) as nth
      from ${tableId(staged)} as s
    ) where nth > 1`.execute(db)
  await sql`create temporary view ${sql.id(kept.name)} as select ${names} from ${tableId(staged)}
    where rowid not in (select place from ${tableId(leftOut)})`.execute(db)
  return kept
}

/** A number in text: what a column of numbers would silently turn into one. */
const numeric = String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`

/** SQLite's column affinity: text that is a number becomes one, unless the column is of text; an integer a float. */
function lost({ source, target }: ColumnPair): RawBuilder<unknown> | undefined {
  const column = sql.id(source.name)
  if (source.type === 'integer') {
    const isFloat = /^(?!.*int).*(?:real|floa|doub)/iu.test(target.type)
    return isFloat ? sql`cast(cast(${column} as real) as integer) <> ${column}` : undefined
  }
  if (storageOf(source) !== 'TEXT') return undefined
  if (/char|clob|text|blob|any|^$/iu.test(target.type)) return undefined
  // A float keeps 15 digits: the number is the same, whatever zeros stood behind it.
  if (source.type === 'decimal') return sql`length(trim(replace(ltrim(${column}, '+-'), '.', ''), '0')) > 15`
  return sql`typeof(${column}) = 'text' and regexp(${numeric}, ${column})
    and cast(cast(${column} as numeric) as text) <> ${column}`
}
