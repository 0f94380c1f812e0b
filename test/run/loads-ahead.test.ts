import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../src/diagnostic/failure.ts'
import {
  type Over,
  ordersLoad as manifest,
  rows,
  runOrders as run,
  writeOrders as writeSource,
  type RanOrders as Ran,
} from '../support/orders-ahead.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { Rig } from './rig.ts'

const program = join(import.meta.dirname, '../../src/cli/main.ts')

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

/** All that is there of a load: the table as it is made, its rows in order, the ledger. */
async function stateOf(url: string): Promise<unknown> {
  const [made] = await query(url, "select to_regclass('orders') is not null as there")
  if (made?.['there'] !== true) return { tables: await tablesIn(url) }
  return {
    tables: await tablesIn(url),
    columns: await query(
      url,
      `select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute
       where attrelid = 'orders'::regclass and attnum > 0 order by attnum`,
    ),
    constraints: await query(url, "select conname from pg_constraint where conrelid = 'orders'::regclass"),
    types: await query(url, "select typname from pg_type where typrelid = 'orders'::regclass"),
    rows: await query(url, "select count(*), md5(string_agg(o::text, '|' order by ctid)) from orders o"),
    ledger: await query(url, 'select pipeline, step, run, target, mode, rows, content from _millrace_loads'),
  }
}

async function tablesIn(url: string): Promise<unknown> {
  const tables = await query(
    url,
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  )
  return tables.map(({ relname }) => relname)
}

async function openSessions(url: string): Promise<number> {
  const [found] = await query(
    url,
    "select count(*)::int as n from pg_stat_activity where application_name = 'millrace' and datname = current_database()",
  )
  return Number(found?.['n'])
}

/** Once the server has noticed that its clients are gone. */
async function requireNoSessions(url: string): Promise<void> {
  for (let tries = 0; tries < 60 && (await openSessions(url)) > 0; tries++) await sleep(50)
  assert.equal(await openSessions(url), 0)
}

/** Waits until the copy of rows that are still written has come so far that the server knows of it. */
async function copying(url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const [found] = await query(
      url,
      "select count(*)::int as n from pg_stat_activity where query like 'copy \"_millrace_ahead%' and datname = current_database()",
    )
    if (Number(found?.['n']) > 0) return
    await sleep(10)
  }
  assert.fail('nothing was begun ahead')
}

/** What one load on its own makes of the source. */
async function cleanState(rig: Rig): Promise<unknown> {
  const url = await server.database()
  const alone = await run(rig.folder, manifest(url), { concurrency: 1, run: 'clean' })
  assert.equal(alone.steps['publish']?.result, 'success')
  assert(!alone.wasAhead)
  return stateOf(url)
}

describe('a load that is begun ahead', () => {
  it('leaves what it leaves alone', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    const url = await server.database()
    const { wasAhead, steps, events } = await run(rig.folder, manifest(url))
    const other = await server.database()
    const alone = await run(rig.folder, manifest(other), { concurrency: 1, run: 'alone' })
    assert(wasAhead)
    assert(!alone.wasAhead)
    assert.deepEqual(await stateOf(url), await stateOf(other))
    const told = (ran: Ran['events']) =>
      ran.flatMap(({ at: _at, ...event }) =>
        event.type === 'step-progress'
          ? []
          : [{ ...event, ...('durationMs' in event ? { durationMs: 0 } : {}) }],
      )
    assert.deepEqual(
      told(events).filter(({ type }) => type !== 'run-finished'),
      told(alone.events).filter(({ type }) => type !== 'run-finished'),
    )
    assert.equal(steps['publish']?.note, 'orders: 100,000 rows added')
    await requireNoSessions(url)
  })

  it('is seen by nobody, and waited for by nobody, before it is committed', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    const url = await server.database()
    const { wasAhead, steps } = await run(rig.folder, manifest(url), {
      async around({ stepId }, work) {
        if (stepId === 'publish') {
          assert.deepEqual(await tablesIn(url), [])
          await query(url, "set lock_timeout = '2s'; create table orders_too (); drop table orders_too")
          await query(url, "set lock_timeout = '2s'; create table orders (); drop table orders")
          await query(
            url,
            "set lock_timeout = '2s'; select pg_advisory_xact_lock(hashtext('_millrace_loads'))",
          )
        }
        return work()
      },
    })
    assert.equal(steps['publish']?.result, 'success')
    assert(wasAhead)
  })

  it('goes its usual way into a table that somebody has made meanwhile', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    const url = await server.database()
    const { wasAhead, steps } = await run(rig.folder, manifest(url), {
      async around({ stepId }, work) {
        if (stepId === 'publish') {
          await query(url, 'create table orders (id bigint, amount numeric, at timestamp, note text)')
          await query(url, "insert into orders values (0, 0, null, 'mine')")
        }
        return work()
      },
    })
    assert(!wasAhead)
    assert.equal(steps['publish']?.result, 'success')
    assert.deepEqual(await query(url, 'select count(*)::int as n from orders'), [{ n: rows + 1 }])
    assert.deepEqual(await tablesIn(url), ['_millrace_loads', 'orders'])
    await requireNoSessions(url)
  })

  it('is not begun for a table that is there', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    const url = await server.database()
    await query(url, 'create table orders (id bigint, amount numeric, at timestamp, note text)')
    const { wasAhead, steps } = await run(rig.folder, manifest(url))
    assert(!wasAhead)
    assert.equal(steps['publish']?.rows, rows)
    await requireNoSessions(url)
  })

  it('leaves nothing of rows whose extract fails in the middle', async () => {
    using rig = new Rig()
    await writeSource(rig.folder, { last: 'none' })
    const url = await server.database()
    const { steps } = await run(rig.folder, manifest(url))
    assert.equal(steps['orders']?.failure?.code, 'rows/rejected')
    assert.equal(steps['publish']?.result, 'skipped')
    assert.deepEqual(await tablesIn(url), [])
    await requireNoSessions(url)
  })

  it('takes the rows of the attempt that succeeded', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    const url = await server.database()
    let attempts = 0
    const text = manifest(url, { extract: '    retry: { max-attempts: 2, delay: 0s }' })
    const { wasAhead, steps } = await run(rig.folder, text, {
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

  it('tells a row that the database refuses as a load by itself does', async () => {
    using rig = new Rig()
    await writeSource(rig.folder, { middle: 'a\0b' })
    const [url, other] = [await server.database(), await server.database()]
    const { steps } = await run(rig.folder, manifest(url))
    const alone = await run(rig.folder, manifest(other), { concurrency: 1, run: 'alone' })
    assert.equal(steps['publish']?.failure?.code, 'dataset/value')
    assert.deepEqual(steps['publish']?.failure, alone.steps['publish']?.failure)
    assert.deepEqual(await tablesIn(url), [])
    await requireNoSessions(url)
  })

  it('publishes nothing when a check of the load fails', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    for (const check of [
      'sql: select * from orders where id = 7',
      'row-count: { max: 10 }',
      'sql: select * from orders where id = 7, of: result',
    ]) {
      const [url, other] = [await server.database(), await server.database()]
      const text = (to: string) => manifest(to, { load: `    checks: [{ ${check} }]` })
      const { steps } = await run(rig.folder, text(url), { run: `ahead ${check.length}` })
      const alone = await run(rig.folder, text(other), { concurrency: 1, run: `alone ${check.length}` })
      assert.equal(steps['publish']?.failure?.code, 'checks/failed')
      assert.deepEqual(steps['publish']?.failure, alone.steps['publish']?.failure)
      assert.deepEqual(await tablesIn(url), [])
      await requireNoSessions(url)
    }
  })

  it('goes its usual way when its connection is lost, in the copy or while it waits', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    const clean = await cleanState(rig)
    const end =
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'millrace' and datname = current_database()"
    for (const when of ['orders', 'publish']) {
      const url = await server.database()
      const { wasAhead, steps } = await run(rig.folder, manifest(url), {
        run: when,
        async around({ stepId }, work) {
          if (stepId === 'publish' && when === 'publish') await query(url, end)
          const outcome = work()
          if (stepId === 'orders' && when === 'orders') {
            await copying(url)
            await query(url, end)
          }
          return outcome
        },
      })
      assert(!wasAhead, when)
      assert.equal(steps['orders']?.result, 'success')
      assert.equal(steps['publish']?.result, 'success')
      assert.deepEqual(await stateOf(url), clean)
      await requireNoSessions(url)
    }
  })

  it('leaves nothing when the run is cancelled, before the load or in it', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    for (const when of ['orders', 'publish']) {
      const url = await server.database()
      const cancel = new AbortController()
      const { steps } = await run(rig.folder, manifest(url), {
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
      assert.deepEqual(await tablesIn(url), [])
      await requireNoSessions(url)
    }
  })

  it('is not begun where the author decides whether, or how often, the load runs', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    for (const load of ["    if: needs.orders.result == 'success'", '    strategy: { matrix: { n: [1] } }']) {
      const url = await server.database()
      const { wasAhead, steps } = await run(rig.folder, manifest(url, { load }), {
        run: `run ${load.length}`,
      })
      assert.equal(steps['publish']?.result, 'success')
      assert(!wasAhead)
    }
  })

  it('leaves the old state when the process is killed, and the next run makes up for it', async () => {
    using rig = new Rig()
    await writeSource(rig.folder)
    const clean = await cleanState(rig)
    for (const ms of [0, 200]) {
      const url = await server.database()
      rmSync(join(rig.folder, 'pipelines'), { recursive: true, force: true })
      mkdirSync(join(rig.folder, 'pipelines'))
      writeFileSync(join(rig.folder, 'pipelines/sales.yml'), manifest(url))
      const child = spawn(process.execPath, [program, 'run', 'sales'], { cwd: rig.folder, stdio: 'ignore' })
      const ended = once(child, 'exit')
      await copying(url)
      await sleep(ms)
      child.kill('SIGKILL')
      await ended
      await requireNoSessions(url)
      const left = await tablesIn(url)
      if (child.signalCode !== 'SIGKILL' || JSON.stringify(left) !== '[]') {
        assert.deepEqual(left, ['_millrace_loads', 'orders'])
        continue
      }
      const again = await run(rig.folder, manifest(url), { run: `again ${ms}` })
      assert(again.wasAhead)
      assert.deepEqual(await stateOf(url), clean)
    }
  })
})

describe('a CSV that is written ahead', () => {
  const unload = (url: string) => `
name: Orders
connections: { warehouse: '${url}' }
defaults: { retry: { infrastructure: 0 } }
steps:
  orders: { extract: { sql: 'select * from orders', in: warehouse } }
  publish: { load: { from: orders, file: out/orders.csv } }
`

  async function fill(url: string): Promise<void> {
    await query(
      url,
      `create table orders as select n as id, (n % 1000 / 7.0)::numeric(12, 4) as amount, n / 3.0::float8 as ratio,
         n % 3 = 0 as paid, date '2024-01-01' + n % 400 as day, timestamptz '2024-01-01' + n * interval '1 second' as at,
         json_build_object('n', n)::jsonb as tags, nullif(repeat('text, "' || n, n % 5), '') as note
       from generate_series(1, ${rows}) as n`,
    )
  }

  /** The file, and whether it was there, under another name, before the load began. */
  async function written(folder: string, text: string, over: Over = {}) {
    let wasAhead = false
    const ran = await run(folder, text, {
      ...over,
      async around(context, work) {
        wasAhead ||= context.ahead?.of === 'file'
        return over.around?.(context, work) ?? work()
      },
    })
    const path = join(folder, 'out/orders.csv')
    const file = existsSync(path) ? readFileSync(path) : undefined
    rmSync(join(folder, 'out'), { recursive: true, force: true })
    return { ...ran, wasAhead, file }
  }

  it('is the one that is written afterwards', async () => {
    using rig = new Rig()
    const url = await server.database()
    await fill(url)
    const ahead = await written(rig.folder, unload(url))
    const alone = await written(rig.folder, unload(url), { concurrency: 1, run: 'alone' })
    assert(ahead.wasAhead && !alone.wasAhead)
    assert(ahead.file !== undefined && alone.file !== undefined && ahead.file.equals(alone.file))
    assert.equal(ahead.steps['publish']?.note, alone.steps['publish']?.note)
    assert.deepEqual(ahead.steps['publish']?.counts, alone.steps['publish']?.counts)
  })

  it('is not taken when other rows are published, and leaves nothing when none are', async () => {
    using rig = new Rig()
    const url = await server.database()
    await fill(url)
    const check =
      '    checks: [{ accepted-values: { id: [1, 2, 3] }, severity: { quarantine: { max: 100% } } }]'
    const fewer = unload(url).replace(
      'publish: { load: { from: orders, file: out/orders.csv } }',
      `publish:\n    load: { from: orders, file: out/orders.csv }\n${check}`,
    )
    const some = await written(rig.folder, fewer)
    assert.equal(some.file?.toString().trim().split('\n').length, 4)
    const cancel = new AbortController()
    const none = await written(rig.folder, unload(url), {
      cancel,
      run: 'none',
      async around({ stepId }, work) {
        const outcome = await work()
        if (stepId === 'orders') cancel.abort()
        return outcome
      },
    })
    assert.equal(none.file, undefined)
    assert.equal(none.steps['publish']?.result, 'cancelled')
    assert.deepEqual(readdirSync(rig.folder).toSorted(), ['none', 'run'])
    assert(!existsSync(join(rig.folder, 'none/scratch')))
  })

  it('is of the attempt that succeeded', async () => {
    using rig = new Rig()
    const url = await server.database()
    await fill(url)
    const alone = await written(rig.folder, unload(url), { concurrency: 1, run: 'alone' })
    let attempts = 0
    const text = unload(url).replace(
      'in: warehouse } }',
      'in: warehouse }, retry: { max-attempts: 2, delay: 0s } }',
    )
    const ahead = await written(rig.folder, text, {
      async around({ stepId }, work) {
        const outcome = await work()
        attempts += stepId === 'orders' ? 1 : 0
        if (stepId === 'orders' && attempts === 1) {
          await query(url, 'delete from orders where id > 90000')
          throw new Failure('test/broken', 'once', { retryable: true })
        }
        return outcome
      },
    })
    assert(ahead.wasAhead)
    assert.equal(ahead.steps['publish']?.rows, 90_000)
    assert(ahead.file !== undefined && alone.file?.subarray(0, ahead.file.length).equals(ahead.file))
  })
})
