import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Column } from '../../src/dataset/column.ts'
import { GrowingDataset } from '../../src/dataset/growing-dataset.ts'
import { ValueBatch } from '../../src/dataset/value-batch.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { Ports, Transaction } from '../../src/ports/ports.ts'
import { saysOneOfMany } from '../../src/steps/load/dialects/mysql-ahead.ts'
import { LoadLedger } from '../../src/steps/load/ledger.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepOutcome } from '../../src/steps/step.ts'
import { FollowedWriter } from '../../src/steps/write/followed-writer.ts'
import { HereWriter } from '../../src/steps/write/here-writer.ts'
import { Rig } from '../run/rig.ts'
import { writeDataset } from '../support/dataset.ts'
import { query, startMariadb, type TestMariadb } from '../support/mariadb.ts'
import { ordersLoad, rows, runOrders, writeOrders } from '../support/orders-ahead.ts'
import { needs, realPorts, StepRig } from '../support/step-context.ts'
import { steppedDatabases } from '../support/stepped-databases.ts'
import { tableLoad } from '../support/table-load.ts'

const program = fileURLToPath(new URL('../support/killed-orders-program.ts', import.meta.url))

let server: TestMariadb
before(async () => {
  server = await startMariadb()
})
after(() => server[Symbol.asyncDispose]())

/** All that is there of a load: the table as it is made, its rows in order, the ledger. */
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

function ledgerOf(url: string): Promise<Record<string, unknown>[]> {
  return query(url, 'select pipeline, step, run, target, mode, `rows`, content from _millrace_loads')
}

async function tablesIn(url: string): Promise<readonly string[]> {
  return (await query(url, 'show tables')).flatMap((row) => Object.values(row).map(String))
}

/** The sessions of loads, but for the one that asks. */
async function sessions(url: string): Promise<readonly number[]> {
  const database = new URL(url).pathname.slice(1)
  const found = await query(
    url,
    `select id from information_schema.processlist where db = '${database}' and id <> connection_id()`,
  )
  return found.map(({ id }) => Number(id))
}

/** Once the server has noticed that its clients are gone, those that asked before among them. */
async function requireNoSessions(url: string): Promise<void> {
  let left = await sessions(url)
  for (let tries = 0; tries < 400 && left.length > 0; tries++) {
    await sleep(50)
    left = await sessions(url)
  }
  assert.deepEqual(left, [])
}

/** Waits until rows that are still written are on their way. */
async function copying(url: string): Promise<void> {
  const database = new URL(url).pathname.slice(1)
  for (let tries = 0; tries < 400; tries++) {
    const found = await query(
      url,
      `select id from information_schema.processlist where db = '${database}' and info like 'load data%_millrace_ahead_%'`,
    )
    if (found.length > 0) return
    await sleep(10)
  }
  assert.fail('nothing was begun ahead')
}

/** The names of the tables, when the first is there. */
async function tablesAhead(url: string): Promise<readonly string[]> {
  for (let tries = 0; tries < 400 && (await tablesIn(url)).length === 0; tries++) await sleep(10)
  return (await tablesIn(url)).map((name) => name.replace(/_[0-9a-f]{8}$/, ''))
}

/** What one load on its own makes of the source. */
async function cleanState(rig: Rig): Promise<unknown> {
  const url = await server.database()
  const alone = await runOrders(rig.folder, ordersLoad(url), { concurrency: 1, run: 'clean' })
  assert.equal(alone.steps['publish']?.result, 'success')
  assert(!alone.wasAhead)
  return stateOf(url)
}

/** Calls back behind that transaction of the connection that is ahead. */
function behind(transaction: number, then: () => Promise<unknown>): Ports {
  let done = 0
  const databases = steppedDatabases(realPorts.databases, async (what) => {
    if (what !== 'commit') return
    done += 1
    if (done === transaction) await then()
  })
  return { ...realPorts, databases }
}

/** Copies rows into `slow` as they are written, each statement for itself. */
async function followInto(url: string, growing: GrowingDataset): Promise<number | undefined> {
  await using database = await realPorts.databases.open({ url }, '.', new AbortController().signal)
  return await database.transaction(undefined, async (transaction) => {
    await sql`commit`.execute(transaction.db)
    return transaction.copyGrowing?.(growing, { name: 'slow' })
  })
}

async function inTransaction<T>(url: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  await using database = await realPorts.databases.open({ url }, '.', new AbortController().signal)
  return await database.transaction(undefined, work)
}

function rootOf(url: string): string {
  return `mysql://root@127.0.0.1:${server.port}${new URL(url).pathname}`
}

/** The URL for a new user who may do only this there. */
async function fewRights(url: string, rights: string): Promise<string> {
  const database = new URL(url).pathname.slice(1)
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

/** The transactions of a load that is ahead, each by its number. */
const made = 1
const copied = 2
const entered = 4
const renamed = 5
const settled = 6

/** Behind which of the things that it waits for a load is killed: `MILLRACE_BREAKS=all` leaves out none. */
const killedAt =
  process.env['MILLRACE_BREAKS'] === 'all' ? Array.from({ length: 99 }, (_, n) => n + 1) : [6, 17, 25, 32]

describe('a load into MySQL that is begun ahead', () => {
  it('leaves what it leaves alone, and tells the same', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder, { middle: String.raw`"\N ""quoted"", 'é🌊' \ ;--"` })
    const [url, other] = [await server.database(), await server.database()]
    const { wasAhead, steps, events } = await runOrders(rig.folder, ordersLoad(url))
    const alone = await runOrders(rig.folder, ordersLoad(other), { concurrency: 1, run: 'alone' })
    assert(wasAhead)
    assert(!alone.wasAhead)
    assert.deepEqual(await stateOf(url), await stateOf(other))
    const told = (ran: typeof events) =>
      ran.flatMap(({ at: _at, ...event }) =>
        event.type === 'step-progress' || event.type === 'run-finished'
          ? []
          : [{ ...event, ...('durationMs' in event ? { durationMs: 0 } : {}) }],
      )
    assert.deepEqual(told(events), told(alone.events))
    assert.equal(steps['publish']?.note, 'orders: 100,000 rows added')
    assert(!readFileSync(join(rig.folder, 'run/logs/publish.log'), 'utf8').includes('_millrace_ahead'))
    await requireNoSessions(url)
  })

  it('has every value of every type as it is', async () => {
    using rig = new Rig()
    const columns = `{ id: integer not null, d: 'decimal(30,9)', r: real, b: boolean, y: date, w: timestamp, j: json, t: text }`
    const lines = ['id,d,r,b,y,w,j,t']
    for (let id = 1; id <= rows; id++)
      lines.push(
        id % 7 === 0
          ? `${id},,,,,,,`
          : `${id},${id * 7919}.000000001,${id / 3},${id % 2 === 0},2024-02-29,1999-12-31T23:59:59.5,"{""a"":[${id}]}","x\t${'y'.repeat(40)}\n""\\${id}"`,
      )
    writeFileSync(join(rig.folder, 'orders.csv'), `${lines.join('\n')}\n`)
    const manifest = (url: string) => ordersLoad(url).replace(/columns: .*/u, `columns: ${columns}`)
    const [url, other] = [await server.database(), await server.database()]
    const { wasAhead } = await runOrders(rig.folder, manifest(url))
    await runOrders(rig.folder, manifest(other), { concurrency: 1, run: 'alone' })
    assert(wasAhead)
    assert.deepEqual(await stateOf(url), await stateOf(other))
  })

  it('is seen by nobody, and waited for by nobody, before its table has its name', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await server.database()
    let looked = 0
    const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), {
      ports: behind(entered, async () => {
        assert(!(await tablesIn(url)).includes('orders'))
        const [entry] = await ledgerOf(url)
        assert.match(String(entry?.['target']), /^orders in _millrace_ahead_[0-9a-f]{8}$/)
        looked += 1
      }),
      async around({ stepId }, work) {
        if (stepId === 'publish') {
          assert.deepEqual(await tablesAhead(url), ['_millrace_ahead'])
          await query(url, 'create table orders_too (id bigint)')
          await query(url, 'create table orders (id bigint)')
          await query(url, 'drop table orders, orders_too')
          await query(url, 'flush tables with read lock')
          const turn = `concat('millrace ', left(sha2('${new URL(url).pathname.slice(1)}.orders', 256), 40))`
          assert.deepEqual(await query(url, `select is_free_lock(${turn}) as free`), [{ free: 1 }])
          looked += 1
        }
        return work()
      },
    })
    assert.equal(steps['publish']?.result, 'success', JSON.stringify(steps))
    assert.equal(looked, 2)
    assert(wasAhead)
  })

  it('goes its usual way into a table that somebody makes, at whatever moment', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    for (const moment of [made, copied, 3, entered]) {
      const url = await server.database()
      const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), {
        run: `run ${moment}`,
        ports: behind(moment, async () => {
          await query(url, 'create table orders (id bigint, amount decimal(10,2), at datetime(6), note text)')
          await query(url, `insert into orders values (0, 0, null, 'mine')`)
        }),
      })
      assert(!wasAhead)
      assert.equal(steps['publish']?.result, 'success', JSON.stringify(steps['publish']?.failure))
      assert.deepEqual(await query(url, 'select count(*) as n from orders'), [{ n: rows + 1 }])
      assert.deepEqual(await tablesIn(url), ['_millrace_loads', 'orders'])
      assert.deepEqual(
        (await ledgerOf(url)).map(({ target }) => target),
        ['orders'],
      )
      await requireNoSessions(url)
    }
  })

  it('is not begun for a table that is there', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await server.database()
    await query(url, 'create table orders (id bigint, amount decimal(10,2), at datetime(6), note text)')
    const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url))
    assert(!wasAhead)
    assert.equal(steps['publish']?.rows, rows)
    await requireNoSessions(url)
  })

  it('is not begun for a table of another database than the one that has the ledger', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const [url, other] = [await server.database(), await server.database()]
    const name = new URL(other).pathname.slice(1)
    const text = ordersLoad(url).replace('table: orders', `table: ${name}.orders`)
    const { wasAhead, steps } = await runOrders(rig.folder, text)
    assert(!wasAhead)
    assert.equal(steps['publish']?.result, 'success')
    assert.deepEqual(await query(other, 'select count(*) as n from orders'), [{ n: rows }])
  })

  it('makes no table where it has no right to drop it, and leaves there what it may not drop', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await server.database()
    const database = new URL(url).pathname.slice(1)
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
      assert.deepEqual(await tablesIn(url), [...left, '_millrace_loads', 'orders'])
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

  it('leaves nothing of rows whose extract fails in the middle', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder, { last: 'none' })
    const url = await server.database()
    const { steps } = await runOrders(rig.folder, ordersLoad(url))
    assert.equal(steps['orders']?.failure?.code, 'rows/rejected')
    assert.equal(steps['publish']?.result, 'skipped')
    assert.deepEqual(await tablesIn(url), [])
    await requireNoSessions(url)
  })

  it('takes the rows of the attempt that succeeded', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await server.database()
    let attempts = 0
    const text = ordersLoad(url, { extract: '    retry: { max-attempts: 2, delay: 0s }' })
    const { wasAhead, steps } = await runOrders(rig.folder, text, {
      async around({ stepId }, work) {
        const outcome = await work()
        attempts += stepId === 'orders' ? 1 : 0
        if (stepId === 'orders' && attempts === 1)
          throw new Failure('test/broken', 'once', { retryable: true })
        return outcome
      },
    })
    assert.equal(steps['orders']?.attempts, 2)
    assert(wasAhead)
    assert.deepEqual(await stateOf(url), await cleanState(rig))
    await requireNoSessions(url)
  })

  it('tells a row that the database cannot hold as a load by itself does', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    appendFileSync(join(rig.folder, 'orders.csv'), '7,1.10,2024-03-08T10:00:00.1234567,late\n')
    const [url, other] = [await server.database(), await server.database()]
    const { steps } = await runOrders(rig.folder, ordersLoad(url))
    const alone = await runOrders(rig.folder, ordersLoad(other), { concurrency: 1, run: 'alone' })
    assert.equal(steps['publish']?.failure?.code, 'dataset/value')
    assert.deepEqual(steps['publish']?.failure, alone.steps['publish']?.failure)
    assert.deepEqual(await stateOf(url), await stateOf(other))
    await requireNoSessions(url)
  })

  it('publishes nothing when a check of the load fails', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    for (const check of [
      'sql: select * from orders where id = 7',
      'row-count: { max: 10 }',
      'row-count: { max: 10 }, of: result',
    ]) {
      const [url, other] = [await server.database(), await server.database()]
      const text = (to: string) => ordersLoad(to, { load: `    checks: [{ ${check} }]` })
      const { steps } = await runOrders(rig.folder, text(url), { run: `ahead ${check.length}` })
      const alone = await runOrders(rig.folder, text(other), { concurrency: 1, run: `alone ${check.length}` })
      assert.equal(steps['publish']?.failure?.code, 'checks/failed')
      assert.deepEqual(steps['publish']?.failure, alone.steps['publish']?.failure)
      const left = (await tablesIn(url)).filter((name) => name !== '_millrace_loads')
      for (const name of left) assert.deepEqual(await query(url, `select * from ${name}`), [])
      assert.deepEqual(
        left.filter((name) => name !== 'orders'),
        [],
      )
      await requireNoSessions(url)
    }
  })

  it('goes its usual way when its connection is lost, in the copy or while it waits', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const clean = await cleanState(rig)
    for (const when of ['orders', 'publish']) {
      const url = await server.database()
      const end = async () => {
        for (const id of await sessions(url)) await query(url, `kill ${id}`)
      }
      const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), {
        run: when,
        async around({ stepId }, work) {
          if (stepId === 'publish' && when === 'publish') await end()
          const outcome = work()
          if (stepId === 'orders' && when === 'orders') {
            await copying(url)
            await end()
          }
          return outcome
        },
      })
      assert(!wasAhead, when)
      assert.equal(steps['orders']?.result, 'success')
      assert.equal(steps['publish']?.result, 'success')
      // The server may take a while to undo what was on its way: the table is then left to the next load.
      await requireNoSessions(url)
      const again = await runOrders(rig.folder, ordersLoad(url), { concurrency: 1, run: `again ${when}` })
      assert.match(again.steps['publish']?.note ?? '', /already loaded/)
      assert.deepEqual(await stateOf(url), clean)
    }
  })

  it('leaves nothing when the run is cancelled, before the load or as it begins', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    for (const when of ['orders', 'publish']) {
      const url = await server.database()
      const cancel = new AbortController()
      const { steps } = await runOrders(rig.folder, ordersLoad(url), {
        cancel,
        run: when,
        async around({ stepId }, work) {
          if (stepId === when && when === 'publish') cancel.abort()
          const outcome = work()
          if (stepId === when && when === 'orders') {
            await copying(url)
            cancel.abort()
          }
          return outcome
        },
      })
      assert.equal(steps['publish']?.result, 'cancelled')
      assert.deepEqual(
        (await tablesIn(url)).filter((name) => name !== '_millrace_loads'),
        [],
      )
      await requireNoSessions(url)
    }
  })

  it('waits for another load into the same table without being waited for', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await server.database()
    const [head = '', steps = ''] = ordersLoad(url).split('steps:')
    const second = steps
      .replaceAll('orders:', 'more:')
      .replace('publish:', 'too:')
      .replace('from: orders', 'from: more')
    const ran = await runOrders(rig.folder, `${head}steps:${steps}${second}`)
    assert.equal(ran.steps['publish']?.result, 'success', JSON.stringify(ran.steps['publish']?.failure))
    assert.equal(ran.steps['too']?.result, 'success', JSON.stringify(ran.steps['too']?.failure))
    assert.deepEqual(await query(url, 'select count(*) as n from orders'), [{ n: 2 * rows }])
    assert.deepEqual(await tablesIn(url), ['_millrace_loads', 'orders'])
    await requireNoSessions(url)
  })

  it('is made up for by the next try, wherever its process was killed', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const clean = await cleanState(rig)
    for (const at of [made, copied, 3, entered, renamed, settled]) {
      const url = await server.database()
      const child = spawn(
        process.execPath,
        [program, rig.folder, url, 'commit', String(at), `killed ${at}`],
        {
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
      await once(child, 'exit')
      assert.equal(child.signalCode, 'SIGKILL')
      await requireNoSessions(url)
      const left = await tablesIn(url)
      assert.equal(left.includes('orders'), at >= renamed, `${at}: ${left.join()}`)
      assert.equal(
        left.some((name) => name.startsWith('_millrace_ahead')),
        at < renamed,
      )
      const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), { run: `again ${at}` })
      assert.equal(wasAhead, at < renamed)
      assert.match(steps['publish']?.note ?? '', at < renamed ? /100,000 rows added/ : /already loaded/)
      assert.deepEqual(await stateOf(url), clean, `killed behind ${at}`)
    }
  })

  it('leaves no other state, whatever it was waiting for when its process was killed', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const clean = await cleanState(rig)
    for (const at of killedAt) {
      const url = await server.database()
      const child = spawn(
        process.execPath,
        [program, rig.folder, url, 'anything', String(at), `killed ${at}`],
        {
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
      await once(child, 'exit')
      await requireNoSessions(url)
      const left = await tablesIn(url)
      if (left.includes('orders'))
        assert.deepEqual(await query(url, 'select count(*) as n from orders'), [{ n: rows }])
      await runOrders(rig.folder, ordersLoad(url), { concurrency: at % 2 === 0 ? 1 : 4, run: `again ${at}` })
      assert.deepEqual(await stateOf(url), clean, `killed behind ${at}`)
      if (child.signalCode === null) break
    }
  })

  it('is killed in the middle of its rows, and leaves what the next load sweeps away', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await server.database()
    const child = spawn(process.execPath, [program, rig.folder, url, 'commit', '99', 'killed'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const ended = once(child, 'exit')
    await copying(url)
    child.kill('SIGKILL')
    await ended
    await requireNoSessions(url)
    await runOrders(rig.folder, ordersLoad(url), { concurrency: 1, run: 'again' })
    assert.deepEqual(await stateOf(url), await cleanState(rig))
  })

  it('is sent to the server while an extract is slow, in statements that do not wait for it', async () => {
    using rig = new Rig()
    const url = await server.database()
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

  it('sweeps away only what nobody holds', async () => {
    using rig = new Rig()
    await writeOrders(rig.folder)
    const url = await server.database()
    await query(url, 'create table _millrace_ahead_held (id bigint)')
    await query(url, 'create table _millrace_ahead_left (id bigint)')
    const holding = query(url, "select get_lock('_millrace_ahead_held', 0), sleep(60)").catch(() => {})
    await sleep(200)
    const [holder] = await sessions(url)
    await runOrders(rig.folder, ordersLoad(url))
    assert.deepEqual(await tablesIn(url), ['_millrace_ahead_held', '_millrace_loads', 'orders'])
    await query(url, `kill ${holder}`)
    await holding
    await query(url, 'drop table orders')
    await runOrders(rig.folder, ordersLoad(url), { concurrency: 1, run: 'next' })
    assert.deepEqual(await tablesIn(url), ['_millrace_loads', 'orders'])
  })

  it('appends nothing again where what it left cannot be settled now', async () => {
    using rig = new StepRig()
    const url = await server.database()
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
    const url = await server.database()
    await appendThree(rig, url)
    await query(url, `update _millrace_loads set target = 'orders in _millrace_ahead_deadbeef'`)
    await query(url, 'create table other (id bigint)')
    const own = await fewRights(url, 'create temporary tables')
    const [database, user] = [new URL(url).pathname.slice(1), new URL(own).username]
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
    const url = await server.database()
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
