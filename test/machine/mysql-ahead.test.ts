import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Column } from '../../src/dataset/column.ts'
import { GrowingDataset } from '../../src/dataset/growing-dataset.ts'
import { ValueBatch } from '../../src/dataset/value-batch.ts'
import { saysOneOfMany } from '../../src/steps/load/dialects/mysql-ahead.ts'
import { FollowedWriter } from '../../src/steps/write/followed-writer.ts'
import { HereWriter } from '../../src/steps/write/here-writer.ts'
import { Rig } from '../run/rig.ts'
import {
  aheadIntoMysql,
  behindTransaction,
  databaseOf,
  ledgerOf,
  transactions,
} from '../support/ahead-into-mysql.ts'
import { describeBrokenLoadsAhead } from '../support/broken-loads-ahead-suite.ts'
import { describeLoadsAhead } from '../support/loads-ahead-suite.ts'
import { query, startMariadb, type TestMariadb } from '../support/mariadb.ts'
import { ordersLoad, rows, runOrders, writeOrders } from '../support/orders-ahead.ts'
import { realPorts } from '../support/step-context.ts'

let server: TestMariadb
before(async () => {
  server = await startMariadb()
})
after(() => server[Symbol.asyncDispose]())

const warehouse = aheadIntoMysql(() => server)

const { made, copied, asked, entered } = transactions
describeLoadsAhead(
  'MySQL',
  warehouse,
  [made, copied, asked, entered].map((number) => (then) => ({ ports: behindTransaction(number, then) })),
)
describeBrokenLoadsAhead('MySQL', warehouse)

/** Copies rows into `slow` as they are written, each statement for itself. */
async function followInto(url: string, growing: GrowingDataset): Promise<number | undefined> {
  await using database = await realPorts.databases.open({ url }, '.', new AbortController().signal)
  return await database.transaction(undefined, async (transaction) => {
    await sql`commit`.execute(transaction.db)
    return transaction.copyGrowing?.(growing, { name: 'slow' })
  })
}

describe('the table of a load into MySQL that is begun ahead', () => {
  it('is entered in the ledger by the name that its table has till then', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await warehouse.database()
    let hasLooked = false
    const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), {
      ports: behindTransaction(entered, async () => {
        assert(!(await warehouse.tablesIn(url)).includes('orders'))
        const [entry] = await ledgerOf(url)
        assert.match(String(entry?.['target']), /^orders in _millrace_ahead_[0-9a-f]{8}$/)
        hasLooked = true
      }),
    })
    assert.equal(steps['publish']?.result, 'success', JSON.stringify(steps))
    assert(hasLooked)
    assert(wasAhead)
  })

  it('is not begun for a table of another database than the one that has the ledger', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const [url, other] = [await warehouse.database(), await warehouse.database()]
    const name = databaseOf(other)
    const text = ordersLoad(url).replace('table: orders', `table: ${name}.orders`)
    const { wasAhead, steps } = await runOrders(rig.folder, text)
    assert(!wasAhead)
    assert.equal(steps['publish']?.result, 'success')
    assert.deepEqual(await query(other, 'select count(*) as n from orders'), [{ n: rows }])
  })

  it('makes no table where it has no right to drop it, and leaves there what it may not drop', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await warehouse.database()
    const database = databaseOf(url)
    const root = `mysql://root@127.0.0.1:${server.port}/mysql`
    await query(root, `create user ${database}@'%' identified by 'few'`)
    const own = url.replace(`millrace:${server.password}`, `${database}:few`)
    for (const [rights, isAhead, drops] of [
      ['select, insert, create, alter', false, false],
      ['drop', false, true],
      ['delete', false, true],
      ['update', true, true],
    ] as const) {
      await query(root, `grant ${rights}, create temporary tables on ${database}.* to ${database}@'%'`)
      await query(url, 'create table _millrace_ahead_left (id bigint)')
      const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(own), { run: rights })
      assert.equal(steps['publish']?.result, 'success', JSON.stringify(steps['publish']?.failure))
      assert.equal(wasAhead, isAhead)
      const left = drops ? [] : ['_millrace_ahead_left']
      assert.deepEqual(await warehouse.tablesIn(url), [...left, '_millrace_loads', 'orders'])
      await query(url, 'drop table if exists orders, _millrace_loads, _millrace_ahead_left')
    }
  })

  it('is not begun on a server of a cluster in which others write too', () => {
    const [galera, group] = ['wsrep_on', 'group_replication_single_primary_mode']
    const says = (name: string, value: string) => saysOneOfMany([{ Variable_name: name, Value: value }])
    assert(!saysOneOfMany([]))
    assert.deepEqual([says(galera, 'ON'), says(galera, 'OFF')], [true, false])
    assert.deepEqual([says(group, 'OFF'), says(group, 'ON')], [true, false])
  })

  it('is sent to the server while an extract is slow, in statements that do not wait for it', async () => {
    using rig = new Rig()
    const url = await warehouse.database()
    const table = 'create table slow (id bigint, note longtext) character set utf8mb4'
    await query(url, table)
    const columns: readonly Column[] = [
      { name: 'id', type: 'integer' },
      { name: 'note', type: 'text' },
    ]
    const options = { path: join(rig.folder, 'slow.sqlite'), table: 'slow', columns }
    const followed = Promise.withResolvers<GrowingDataset>()
    await using writer = new FollowedWriter(new HereWriter(options), options, {
      wantsContent: false,
      soon() {},
      begin({ path, ...rest }) {
        const growing = new GrowingDataset(path, rest)
        followed.resolve(growing)
        return growing
      },
    })
    const write = async (from: number) => {
      const values = Array.from({ length: 60_000 }, (_, n) => [from + n, `row ${from + n} ${'·'.repeat(20)}`])
      const batch = new ValueBatch(2)
      for (const row of values) batch.add(row)
      await writer.write(batch.batch(), [0, 1], () => assert.fail('rejected'))
    }
    await write(0)
    const sent = followInto(url, await followed.promise)
    const there = async () => Number((await query(url, 'select count(*) as n from slow'))[0]?.['n'])
    for (let tries = 0; tries < 100 && (await there()) === 0; tries++) await sleep(50)
    assert((await there()) > 0)
    await query(url, 'flush tables with read lock')
    await write(60_000)
    await writer.judged()
    await writer.finish()
    assert.equal(await sent, 120_000)
    assert.deepEqual(await query(url, 'select count(distinct id) as n from slow'), [{ n: 120_000 }])
  })
})
