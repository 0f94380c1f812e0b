import { sql } from 'kysely'
import { Bug, Failure } from '../../../diagnostic/failure.ts'
import type { Column } from '../../../dataset/column.ts'
import { mysqlType } from '../../../dataset/encode/mysql-type.ts'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { exactCollation } from '../../sql/exact-collation.ts'
import { tableId, tableText } from '../../sql/identifier.ts'
import { mysqlRowKey } from '../../sql/mysql-row-key.ts'
import type { LoadDialect } from './dialect.ts'
import { mysqlAhead } from './mysql-ahead.ts'
import { decimalOf } from './mysql-decimal.ts'
import { emptyMySqlTable } from './mysql-empty.ts'
import { keyLetters, roomInKeys } from './mysql-key-letters.ts'
import { isKeptAsText, lostInMySql, mysqlWidened } from './mysql-lossless.ts'
import { whereAllowed } from './mysql-refused.ts'
import { keepFirst, readyToJoin } from './mysql-staged.ts'
import { readMySqlTarget } from './mysql-target.ts'
import { unmatched } from './unmatched.ts'

/** How long a load waits for another one into the same table. */
const longestTurnSeconds = 3600

/** A savepoint is gone when something has committed. */
const begun = '_millrace_begun'
const noSuchSavepoint = 1305

/**
 * MySQL and MariaDB. Whatever makes or changes a table commits, so all of that comes before the transaction, and the
 * rows go by statements that only move rows (`docs/decisions/0012-loads-without-transactional-ddl.md`).
 */
export const mysqlLoads: LoadDialect = {
  definesInside: false,
  movesRecords: () => false,
  types: {
    of: typeOf,
    moment: 'datetime(6)',
    flag: 'boolean',
    end: async ({ db }) => ` engine = InnoDB character set utf8mb4 collate ${await exactCollation(db)}`,
    rowKey: ({ db }, names) => mysqlRowKey(db, names),
    widened: mysqlWidened,
    roomInKeys,
  },
  readTarget: readMySqlTarget,
  canonical({ schema, name }) {
    const path = sql`concat(coalesce(${schema ?? null}, database()), '.', ${name})`
    return sql`case when @@lower_case_table_names = 0 then ${path} else lower(${path}) end`
  },
  async makeSchema({ db }, schema) {
    const found = await sql`select 1 from information_schema.schemata where schema_name = ${schema}`.execute(
      db,
    )
    if (found.rows.length === 0) await sql`create schema if not exists ${sql.id(schema)}`.execute(db)
  },
  async begin(transaction, table) {
    await takeTurns(transaction, table)
    await sql`savepoint ${sql.id(begun)}`.execute(transaction.db)
  },
  ahead: mysqlAhead,
  requireWhole,
  takeTurns: async () => {},
  staysOurs: async (transaction, table) =>
    (await locksGaps(transaction)) && (await isEmptyAndLocked(transaction, table)),
  empty: emptyMySqlTable,
  isUnique,
  readyToJoin,
  converted: ({ source }) => sql.id('s', source.name),
  comparedKey({ source, target }) {
    const column = sql.id('s', source.name)
    if (target.collation === undefined) return column
    const [characters = ''] = target.collation.split('_', 1)
    return sql`convert(${column} using ${sql.raw(characters)}) collate ${sql.raw(target.collation)}`
  },
  differs({ source, target }) {
    const [ours, theirs] = [sql.id('t', source.name), sql.id('s', source.name)]
    return isKeptAsText(target.type)
      ? sql`not (cast(${ours} as binary) <=> cast(${theirs} as binary))`
      : sql`not (${ours} <=> ${theirs})`
  },
  // Its triggers can only end the statement.
  droppedBy: async () => [],
  async update({ db }, { table, staged, sets, on, where }) {
    const { numAffectedRows } = await sql`
      update ${tableId(table)} as t join ${tableId(staged)} as s on ${on}
      set ${sql.join(sets.map(({ column, value }) => sql`${sql.id('t', column)} = ${value}`))}
      where ${where}`.execute(db)
    return Number(numAffectedRows)
  },
  unmatched,
  deleteFrom: (table) => sql`delete t from ${tableId(table)} as t`,
  sourceOrder: (direction) => sql`s._millrace_place ${sql.raw(direction)}`,
  largestFirst: ({ name }) => sql`${sql.id('s', name)} desc`,
  keepFirst,
  lost: lostInMySql,
  moment: (iso) => sql`${iso.replace('T', ' ').replace(/Z$/u, '')}`,
  flag: (value) => sql.lit(value ? 1 : 0),
}

function typeOf(column: Column, ofKey?: number): string {
  if (ofKey !== undefined && mysqlType(column) === 'longtext')
    return `varchar(${Math.min(255, keyLetters(ofKey))})`
  return column.type === 'decimal' ? decimalOf(column) : mysqlType(column)
}

/**
 * Before the transaction reads anything: from then on it would see the rows as they are at that moment. The lock ends
 * with the connection. Its name may have 64 letters; MySQL has no `md5` any more (9.6).
 */
async function takeTurns({ db }: Transaction, table: TableName): Promise<void> {
  const path = sql`concat(coalesce(${table.schema ?? null}, database()), '.', ${table.name})`
  const { rows } = await sql<{ got: unknown }>`
    select get_lock(concat('millrace ', left(sha2(${path}, 256), 40)),
      ${sql.lit(longestTurnSeconds)}) as got`.execute(db)
  if (Number(rows[0]?.got) === 1) return
  throw new Failure('database/busy', `another load into "${tableText(table)}" does not end`, {
    retryable: true,
  })
}

/** Whether reading a table for update keeps others from putting rows into it. TiDB has no such locks. */
async function locksGaps({ db }: Transaction): Promise<boolean> {
  const { rows } = await sql<{ Value: string }>`
    show variables where variable_name in ('transaction_isolation', 'tx_isolation')`.execute(db)
  const { rows: servers } = await sql<{ version: string }>`select version() as version`.execute(db)
  return (
    !servers.some(({ version }) => /tidb/iu.test(version)) &&
    rows.length > 0 &&
    rows.every(({ Value }) => /repeatable.read|serializable/iu.test(Value))
  )
}

/** MySQL lets only those lock a table by reading it who may change its rows. */
async function isEmptyAndLocked({ db }: Transaction, table: TableName): Promise<boolean> {
  const read = sql`select 1 from ${tableId(table)} limit 1 for update`.execute(db)
  return (await whereAllowed(read))?.rows.length === 0
}

async function requireWhole({ db }: Transaction): Promise<void> {
  try {
    await sql`release savepoint ${sql.id(begun)}`.execute(db)
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'errno') !== noSuchSavepoint) throw error
    throw new Bug('a statement of this load has committed before its end', { cause: error })
  }
}

async function isUnique({ db }: Transaction, table: TableName, key: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select index_name as name from information_schema.statistics
    where table_schema = coalesce(${table.schema ?? null}, database()) and table_name = ${table.name}
    group by index_name
    having max(non_unique) = 0 and sum(column_name is null or column_name not in (${sql.join(key)})) = 0`.execute(
    db,
  )
  return rows.length > 0
}
