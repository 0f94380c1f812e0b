import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ports } from '../../src/ports/ports.ts'
import type { AheadTarget } from './ahead-target.ts'
import { type TestMariadb, query } from './mariadb.ts'
import { realPorts } from './step-context.ts'
import { steppedDatabases } from './stepped-databases.ts'

export function aheadIntoMysql(server: () => TestMariadb): AheadTarget {
  return {
    definesInside: false,
    columns: 'id bigint, amount decimal(10,2), at datetime(6), note text',
    refused: { more: '7,1.10,2024-03-08T10:00:00.1234567,late' },
    noticesWithinMs: 20_000,
    database: () => server().database(),
    query,
    stateOf,
    tablesIn,
    async sessions(url) {
      const found = await query(
        url,
        `select id from information_schema.processlist where db = '${databaseOf(url)}' and id <> connection_id()`,
      )
      return found.map(({ id }) => Number(id))
    },
    end: endSession,
    async isCopying(url) {
      const found = await query(
        url,
        `select id from information_schema.processlist
         where db = '${databaseOf(url)}' and info like 'load data%_millrace_ahead_%'`,
      )
      return found.length > 0
    },
    async requireUnseen(url) {
      assert.deepEqual(await tablesAhead(url), ['_millrace_ahead'])
      await query(url, 'create table orders_too (id bigint)')
      await query(url, 'create table orders (id bigint)')
      await query(url, 'drop table orders, orders_too')
      await query(url, 'flush tables with read lock')
      const turn = `concat('millrace ', left(sha2('${databaseOf(url)}.orders', 256), 40))`
      assert.deepEqual(await query(url, `select is_free_lock(${turn}) as free`), [{ free: 1 }])
    },
  }
}

/** The transactions of a load that is ahead, each by its number. */
export const transactions = { made: 1, copied: 2, asked: 3, entered: 4, renamed: 5, settled: 6 }

/** Calls back behind that transaction of the connection that is ahead. */
export function behindTransaction(number: number, then: () => Promise<unknown>): Ports {
  let done = 0
  const databases = steppedDatabases(realPorts.databases, async (what) => {
    if (what !== 'commit') return
    done += 1
    if (done === number) await then()
  })
  return { ...realPorts, databases }
}

export function ledgerOf(url: string): Promise<Record<string, unknown>[]> {
  return query(url, 'select pipeline, step, run, target, mode, `rows`, content from _millrace_loads')
}

export function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1)
}

async function stateOf(url: string): Promise<unknown> {
  const tables = await tablesIn(url)
  if (!tables.includes('orders')) return { tables }
  return {
    tables,
    made: await query(url, 'show create table orders'),
    checksum: (await query(url, 'checksum table orders extended')).map(({ Checksum: sum }) => sum),
    rows: await query(url, 'select * from orders where id in (1, 2, 3, 49999, 50000, 99999, 100000)'),
    count: await query(url, 'select count(*) as n, count(distinct id) as ids from orders'),
    ledger: await ledgerOf(url),
  }
}

/** One that has ended since it was listed needs no ending: a client's goodbye is not waited for. */
async function endSession(url: string, session: number): Promise<void> {
  try {
    await query(url, `kill ${session}`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ER_NO_SUCH_THREAD')) throw error
  }
}

async function tablesIn(url: string): Promise<readonly string[]> {
  return (await query(url, 'show tables')).flatMap((row) => Object.values(row).map(String))
}

/** The names of the tables, when the first is there. */
async function tablesAhead(url: string): Promise<readonly string[]> {
  for (let tries = 0; tries < 400 && (await tablesIn(url)).length === 0; tries++) await sleep(10)
  return (await tablesIn(url)).map((name) => name.replace(/_[0-9a-f]{8}$/, ''))
}
