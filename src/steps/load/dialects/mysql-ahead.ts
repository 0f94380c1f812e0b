import { sql } from 'kysely'
import type { Database, TableName, Transaction } from '../../../ports/database.ts'
import { tableId } from '../../sql/identifier.ts'
import { pendingTarget } from '../pending-target.ts'
import type { AheadDialect, RowsAhead } from './dialect.ts'
import { claimPending, clearPending, concludePending } from './mysql-pending.ts'
import { ofNoUse } from './of-no-use.ts'

/**
 * The rows are committed as they come, in a table that nobody asks for and that is the connection's by a lock of its name.
 * The load says in the ledger what that table is to become, and then its new name makes it so
 * (`docs/decisions/0012-loads-without-transactional-ddl.md`).
 */
export const mysqlAhead: AheadDialect = {
  // The author's own words may name the table.
  mayJudge: (checks) => !checks.some(({ rule }) => rule === 'sql'),
  carry,
  place: async (_transaction, made) => made,
  entered: pendingTarget,
  clear: clearPending,
}

async function carry(database: Database, ahead: RowsAhead): Promise<boolean> {
  const within: Within = (work) => database.transaction(undefined, work)
  await within(async (transaction) => {
    if (!(await mayBegin(transaction, ahead.table))) throw ofNoUse()
    if (!(await claimPending(transaction, ahead.made))) throw ofNoUse()
    await ahead.make(transaction)
  })
  const conclude = (): Promise<boolean> => within((transaction) => concludePending(transaction, ahead.made))
  await loaded(within, ahead).catch(async (error: unknown) => {
    await conclude().catch(() => {})
    throw error
  })
  // Somebody may have made a table of that name. If the server does not answer any more, it is not asked again.
  const rename = sql`rename table ${tableId(ahead.made)} to ${tableId(ahead.table)}`
  await within(({ db }) => rename.execute(db)).catch(() => {})
  return conclude()
}

type Within = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>

async function loaded(within: Within, { copy, taken }: RowsAhead): Promise<void> {
  const rows = await within(async (transaction) => {
    // Each statement for itself: a transaction that is open as long as an extract takes is a burden to the server.
    await sql`commit`.execute(transaction.db)
    return copy(transaction)
  })
  const work = await taken({ rows, ask: within })
  await within(work)
}

/** To make the table, fill it, give it its name or drop it, and to change the ledger's row of it. */
const needed = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP']

/**
 * Whether a table can be given another name as a whole, whatever happens to the server meanwhile, and the rights are there to
 * do so, and to take it away: in the database that has the ledger, so that whoever finds one finds the other.
 */
async function mayBegin({ db }: Transaction, { schema }: TableName): Promise<boolean> {
  const user = sql`concat('''', replace(current_user(), '@', '''@'''), '''')`
  const { rows } = await sql<{ version: string; rights: unknown }>`
    select version() as version, count(distinct privilege_type) as rights from (
      select privilege_type from information_schema.user_privileges where grantee = ${user}
      union all
      select privilege_type from information_schema.schema_privileges
      where grantee = ${user} and database() like table_schema
    ) as held
    where privilege_type in (${sql.join(needed)})
      and binary coalesce(${schema ?? null}, database()) = binary database()`.execute(db)
  const isAllowed = rows.some(
    ({ version, rights }) => renamesWhole(version) && Number(rights) === needed.length,
  )
  return isAllowed && !(await isOneOfMany(db))
}

async function isOneOfMany(db: Transaction['db']): Promise<boolean> {
  const { rows } =
    await sql<Setting>`show variables where variable_name in (${sql.join([...clusters.keys()])})`.execute(db)
  return saysOneOfMany(rows)
}

/** As `show variables` answers. */
export interface Setting {
  readonly Variable_name: string
  readonly Value: string
}

/** What a server is set to, that others write the same tables as well. It knows the words only if it could be of a cluster. */
const clusters = new Map([
  ['wsrep_on', /^(?:on|1)$/iu],
  ['group_replication_single_primary_mode', /^(?:off|0)$/iu],
])

/** Whether it is one of a cluster, of Galera or Group Replication, in which others write the same tables: locks by name are of one server. */
export function saysOneOfMany(settings: readonly Setting[]): boolean {
  return settings.some(({ Variable_name: name, Value: value }) =>
    clusters.get(name.toLowerCase())?.test(value),
  )
}

/** From MariaDB 10.6 and MySQL 8 on. What only speaks their protocol is not known well enough. */
function renamesWhole(version: string): boolean {
  if (/tidb|vitess|oceanbase|singlestore/iu.test(version)) return false
  const [major = 0, minor = 0] = version.split('.', 2).map(Number)
  return /mariadb/iu.test(version) ? major > 10 || (major === 10 && minor >= 6) : major >= 8
}
