import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Transaction } from '../../src/ports/database.ts'
import { LoadLedger } from '../../src/steps/load/ledger.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepOutcome } from '../../src/steps/step.ts'
import { Rig } from '../run/rig.ts'
import { aheadIntoMysql, databaseOf, ledgerOf, transactions } from '../support/ahead-into-mysql.ts'
import { cleanState, requireNoSessions } from '../support/ahead-target.ts'
import { writeDataset } from '../support/dataset.ts'
import { query, startMariadb, type TestMariadb } from '../support/mariadb.ts'
import { ordersLoad, rows, runOrders, writeOrders } from '../support/orders-ahead.ts'
import { needs, realPorts, StepRig } from '../support/step-context.ts'
import { tableLoad } from '../support/table-load.ts'

const program = fileURLToPath(new URL('../support/killed-orders-program.ts', import.meta.url))

let server: TestMariadb
before(async () => {
  server = await startMariadb()
})
after(() => server[Symbol.asyncDispose]())

const warehouse = aheadIntoMysql(() => server)
const { made, copied, asked, entered, renamed, settled } = transactions

async function inTransaction<T>(url: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  await using database = await realPorts.databases.open({ url }, '.', new AbortController().signal)
  return await database.transaction(undefined, work)
}

function rootOf(url: string): string {
  return `mysql://root@127.0.0.1:${server.port}${new URL(url).pathname}`
}

/** The URL for a new user who may do only this there. */
async function fewRights(url: string, rights: string): Promise<string> {
  const database = databaseOf(url)
  const user = `few_${database}`
  await query(rootOf(url), `create user ${user}@'%' identified by 'few'`)
  await query(rootOf(url), `grant ${rights} on ${database}.* to ${user}@'%'`)
  return url.replace(`millrace:${server.password}`, `${user}:few`)
}

/** Three rows appended to `orders` by the same run, however often. */
function appendThree(rig: StepRig, url: string): Promise<StepOutcome> {
  const dataset = writeDataset(rig.path('datasets/o.sqlite'), 'o', {
    columns: [{ name: 'id', type: 'integer' }],
    rows: [[1], [2], [3]],
  })
  const options = tableLoad({ from: 'o', table: 'orders' })
  return load(rig.context(options, { needs: needs(dataset), connections: { warehouse: { url } } }))
}

/** Behind which of the things that it waits for a load is killed: `MILLRACE_BREAKS=all` leaves out none. */
const killedAt =
  process.env['MILLRACE_BREAKS'] === 'all' ? Array.from({ length: 99 }, (_, n) => n + 1) : [6, 17, 25, 32]

describe('what a load into MySQL that was begun ahead has left', () => {
  it('is made up for by the next try, wherever its process was killed', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const clean = await cleanState(warehouse, rig)
    for (const at of [made, copied, asked, entered, renamed, settled]) {
      const url = await warehouse.database()
      const child = spawn(
        process.execPath,
        [program, rig.folder, url, 'commit', String(at), `killed ${at}`],
        {
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
      await once(child, 'exit')
      assert.equal(child.signalCode, 'SIGKILL')
      await requireNoSessions(warehouse, url)
      const left = await warehouse.tablesIn(url)
      assert.equal(left.includes('orders'), at >= renamed, `${at}: ${left.join()}`)
      assert.equal(
        left.some((name) => name.startsWith('_millrace_ahead')),
        at < renamed,
      )
      const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), { run: `again ${at}` })
      assert.equal(wasAhead, at < renamed)
      assert.match(steps['publish']?.note ?? '', at < renamed ? /100,000 rows added/ : /already loaded/)
      assert.deepEqual(await warehouse.stateOf(url), clean, `killed behind ${at}`)
    }
  })

  it('leaves no other state, whatever it was waiting for when its process was killed', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const clean = await cleanState(warehouse, rig)
    for (const at of killedAt) {
      const url = await warehouse.database()
      const child = spawn(
        process.execPath,
        [program, rig.folder, url, 'anything', String(at), `killed ${at}`],
        {
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
      await once(child, 'exit')
      await requireNoSessions(warehouse, url)
      const left = await warehouse.tablesIn(url)
      if (left.includes('orders'))
        assert.deepEqual(await query(url, 'select count(*) as n from orders'), [{ n: rows }])
      await runOrders(rig.folder, ordersLoad(url), { concurrency: at % 2 === 0 ? 1 : 4, run: `again ${at}` })
      assert.deepEqual(await warehouse.stateOf(url), clean, `killed behind ${at}`)
      if (child.signalCode === null) break
    }
  })

  it('sweeps away only what nobody holds', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await warehouse.database()
    await query(url, 'create table _millrace_ahead_held (id bigint)')
    await query(url, 'create table _millrace_ahead_left (id bigint)')
    const holding = query(url, "select get_lock('_millrace_ahead_held', 0), sleep(60)").catch(() => {})
    const holder = await holderOf(url, '_millrace_ahead_held')
    await runOrders(rig.folder, ordersLoad(url))
    assert.deepEqual(await warehouse.tablesIn(url), ['_millrace_ahead_held', '_millrace_loads', 'orders'])
    await query(url, `kill ${holder}`)
    await holding
    await query(url, 'drop table orders')
    await runOrders(rig.folder, ordersLoad(url), { concurrency: 1, run: 'next' })
    assert.deepEqual(await warehouse.tablesIn(url), ['_millrace_loads', 'orders'])
  })

  it('appends nothing again where what it left cannot be settled now', async () => {
    using rig = new StepRig()
    const url = await warehouse.database()
    await appendThree(rig, url)
    // As it is when a process ends between the rename and the last word.
    await query(url, `update _millrace_loads set target = 'orders in _millrace_ahead_deadbeef'`)
    const few = await fewRights(url, 'select, insert, create, create temporary tables')
    await assert.rejects(appendThree(rig, few), { code: 'database/permission' })
    await query(rootOf(url), 'set global innodb_lock_wait_timeout = 1')
    try {
      await inTransaction(url, async ({ db }) => {
        await sql`select * from _millrace_loads for update`.execute(db)
        await assert.rejects(appendThree(rig, url), { code: 'database/busy', retryable: true })
      })
    } finally {
      await query(rootOf(url), 'set global innodb_lock_wait_timeout = 50')
    }
    assert.match((await appendThree(rig, url)).note ?? '', /already loaded/)
    assert.deepEqual(await query(url, 'select count(*) as n from orders'), [{ n: 3 }])
    assert.deepEqual(
      (await ledgerOf(url)).map(({ target }) => target),
      ['orders'],
    )
  })

  it('is not taken for undone by a user who cannot see its table', async () => {
    using rig = new StepRig()
    const url = await warehouse.database()
    await appendThree(rig, url)
    await query(url, `update _millrace_loads set target = 'orders in _millrace_ahead_deadbeef'`)
    await query(url, 'create table other (id bigint)')
    const own = await fewRights(url, 'create temporary tables')
    const [database, user] = [databaseOf(url), new URL(own).username]
    for (const table of ['_millrace_loads', 'other'])
      await query(rootOf(url), `grant all on ${database}.${table} to ${user}@'%'`)
    const dataset = writeDataset(rig.path('datasets/x.sqlite'), 'x', {
      columns: [{ name: 'id', type: 'integer' }],
      rows: [[7]],
    })
    const options = tableLoad({ from: 'x', table: 'other' })
    await load(rig.context(options, { needs: needs(dataset), connections: { warehouse: { url: own } } }))
    assert.match((await appendThree(rig, url)).note ?? '', /already loaded/)
    assert.deepEqual(await query(url, 'select count(*) as n from orders'), [{ n: 3 }])
  })

  it('keeps no entry of other tables from being changed while those of its own are forgotten', async () => {
    using rig = new StepRig()
    const url = await warehouse.database()
    await appendThree(rig, url)
    const enter = (step: string, target: string) =>
      query(
        url,
        `insert into _millrace_loads (pipeline, step, run, target, mode, \`rows\`, at)
          values ('sales', '${step}', 'run-1', '${target}', 'append', 1, 'now')`,
      )
    await enter('again', 'orders in _millrace_ahead_deadbeef')
    for (const step of ['a', 'orders_too', 'z']) await enter(step, 'other')
    await inTransaction(url, async (transaction) => {
      await new LoadLedger(transaction).forgetTable('orders')
      await inTransaction(url, async ({ db }) => {
        await sql`set innodb_lock_wait_timeout = 1`.execute(db)
        await sql`update _millrace_loads set at = 'later' where pipeline = 'sales' and step in ('a', 'orders_too', 'z')`.execute(
          db,
        )
        await sql`insert into _millrace_loads (pipeline, step, run, target, mode, \`rows\`, at)
          values ('sales', 'orders', 'run-2', 'other', 'append', 1, 'now')`.execute(db)
      })
    })
    assert.deepEqual(
      (await ledgerOf(url)).map(({ target }) => target),
      ['other', 'other', 'other', 'other'],
    )
  })
})

/** The session that holds a lock, as soon as one does. */
async function holderOf(url: string, lock: string): Promise<number> {
  for (let tries = 0; tries < 400; tries++) {
    const [found] = await query(url, `select is_used_lock('${lock}') as holder`)
    const holder = found?.['holder']
    if (holder !== null && holder !== undefined) return Number(holder)
    await sleep(10)
  }
  throw new Error(`nobody holds ${lock}`)
}
