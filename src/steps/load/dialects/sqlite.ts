import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { storageOf } from '../../../dataset/create-table.ts'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { columnIds, tableId } from '../../sql/identifier.ts'
import { rowNumber } from '../../sql/row-number.ts'
import type { KeptRows, LoadDialect, Unmatched } from './dialect.ts'
import { adopt } from './sqlite-adopt.ts'
import { converted, goesAsItIs } from './sqlite-converted.ts'
import { lostInSqlite } from './sqlite-lossless.ts'
import { readSqliteTarget } from './sqlite-target.ts'
import { emptySqliteTable } from './sqlite-empty.ts'
import { wholeKey } from './unmatched.ts'

const leftOut: TableName = { schema: 'temp', name: '_millrace_left_out' }
const kept: TableName = { schema: 'temp', name: '_millrace_kept' }

/** One load writes a file at a time anyway; the staged rows lie in an attached file that is only read. */
export const sqliteLoads: LoadDialect = {
  definesInside: true,
  movesRecords: (pairs) => pairs.every(goesAsItIs),
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
  converted,
  comparedKey(pair) {
    const column = converted(pair)
    const { collation } = pair.target
    return collation === undefined ? column : sql`${column} collate ${sql.raw(collation)}`
  },
  differs: (pair) => sql`${sql.id('t', pair.source.name)} collate binary is distinct from ${converted(pair)}`,
  droppedBy,
  async update({ db }, { table, staged, sets, on, where }) {
    const { numAffectedRows } = await sql`
      update ${tableId(table)} as t set ${sql.join(sets.map(({ column, value }) => sql`${sql.id(column)} = ${value}`))}
      from ${tableId(staged)} as s where ${on} and (${where})`.execute(db)
    return Number(numAffectedRows)
  },
  unmatched,
  deleteFrom: (table) => sql`delete from ${tableId(table)} as t`,
  sourceOrder: (direction, columns) => sql`${rowNumber(columns, 's')} ${sql.raw(direction)}`,
  largestFirst({ name, type, zoned }) {
    const column = sql.id('s', name)
    // A `Z` would sort behind a fraction that only one of two times has.
    if (type === 'timestamp' && zoned === true) return sql`rtrim(${column}, 'Z') desc nulls last`
    return type === 'decimal' ? sql`cast(${column} as real) desc nulls last` : sql`${column} desc nulls last`
  },
  keepFirst,
  lost: lostInSqlite,
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
function unmatched({ staged, key, pairs }: Unmatched): RawBuilder<unknown> {
  const keys = pairs.filter(({ source }) => key.includes(source.name))
  const names = keys.map(({ source }) => source.name)
  return sql`${wholeKey(key)} and (${columnIds(names, 't')}) not in (
    select ${sql.join(keys.map(converted))} from ${tableId(staged)} as s)`
}

async function keepFirst({ db }: Transaction, { staged, columns, key, order }: KeptRows): Promise<TableName> {
  const names = columnIds(columns.map(({ name }) => name))
  await sql`create temporary table ${sql.id(leftOut.name)} (place integer primary key)`.execute(db)
  await sql`insert into ${tableId(leftOut)} select place from (
      select ${rowNumber(columns, 's')} as place, row_number() over (partition by ${sql.join(key)} order by ${order}) as nth
      from ${tableId(staged)} as s
    ) where nth > 1`.execute(db)
  await sql`create temporary view ${sql.id(kept.name)} as select ${names} from ${tableId(staged)}
    where ${rowNumber(columns)} not in (select place from ${tableId(leftOut)})`.execute(db)
  return kept
}
