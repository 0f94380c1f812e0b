import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Failure } from '../../src/diagnostic/failure.ts'
import { aheadIntoPostgres } from '../support/ahead-into-postgres.ts'
import { describeBrokenLoadsAhead } from '../support/broken-loads-ahead-suite.ts'
import { describeLoadsAhead } from '../support/loads-ahead-suite.ts'
import { type Over, rows, runOrders } from '../support/orders-ahead.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { Rig } from './rig.ts'

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

const target = aheadIntoPostgres(() => server)
describeLoadsAhead('PostgreSQL', target)
describeBrokenLoadsAhead('PostgreSQL', target)

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
    const ran = await runOrders(folder, text, {
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
