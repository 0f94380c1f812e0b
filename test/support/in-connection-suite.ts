import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { StepContext } from '../../src/steps/step.ts'
import type { InConnection } from '../../src/steps/transform/in-connection-options.ts'
import { transform } from '../../src/steps/transform/step.ts'
import { StepRig } from './step-context.ts'

/** A database of a test's own: its URL, and a way to ask it that is not ours. */
export interface Warehouse {
  readonly url: string
  /** The module that connects to it, relative to the workspace. */
  readonly dialect?: string
  readonly ask: (sql: string) => Promise<Record<string, unknown>[]>
}

/** What a transform inside a connection promises, whatever the database. */
export function inConnectionSuite(fresh: (rig: StepRig) => Promise<Warehouse>): void {
  const options = (sql: string, more: Partial<InConnection> = {}): InConnection => ({
    sql,
    in: 'warehouse',
    table: 'totals',
    mode: 'replace',
    key: [],
    allowEmpty: false,
    ...more,
  })

  async function withOrders(
    work: (world: {
      rig: StepRig
      warehouse: Warehouse
      run: (options: InConnection, more?: Partial<StepContext>) => ReturnType<typeof transform>
    }) => Promise<void>,
  ): Promise<void> {
    using rig = new StepRig()
    const warehouse = await fresh(rig)
    await warehouse.ask('create table orders (id bigint, city varchar(20), amount decimal(12,2))')
    await warehouse.ask(
      `insert into orders values (1, 'Bonn', 1.50), (2, 'Bonn', 2.25), (3, 'Köln', 10), (4, null, 5)`,
    )
    await work({
      rig,
      warehouse,
      run: (given, more = {}) =>
        transform(
          rig.context(given, {
            stepId: 'sums',
            connections: { warehouse },
            placeOfSql: async (sql, { start, end }) => `p.yml at "${sql.slice(start, end)}"`,
            ...more,
          }),
        ),
    })
  }

  const totals = async ({ ask }: Warehouse): Promise<unknown[][]> =>
    (await ask('select city, total from totals order by city')).map(({ city, total }) => [
      city,
      Number(total),
    ])

  it('makes its table of what the query selects, with expressions bound', async () => {
    await withOrders(async ({ warehouse, run }) => {
      const sql =
        'select city, sum(amount) as total from orders where amount > ${{ inputs.least }} and city is not null group by city; -- done'
      const outcome = await run(options(sql), { bind: () => 2 })
      assert.equal(outcome.dataset, undefined)
      assert.deepEqual(outcome.rows, {
        read: 2,
        loaded: 2,
        rejected: 0,
        filtered: 0,
        deduplicated: 0,
        unchanged: 0,
      })
      assert.deepEqual(await totals(warehouse), [
        ['Bonn', 2.25],
        ['Köln', 10],
      ])
    })
  })

  it('replaces, merges and appends as a load does, and a retry appends nothing twice', async () => {
    await withOrders(async ({ warehouse, run }) => {
      const sql =
        'with known as (select * from orders where city is not null) select city, sum(amount) as total from known group by city'
      await run(options(sql))
      await warehouse.ask(`insert into orders values (5, 'Bonn', 100)`)
      const merged = await run(options(sql, { mode: 'merge', key: ['city'] }), {
        run: { id: 'run-2', date: '2026-11-22' },
      })
      assert.deepEqual([merged.rows?.loaded, merged.rows?.unchanged], [1, 1])
      assert.deepEqual(await totals(warehouse), [
        ['Bonn', 103.75],
        ['Köln', 10],
      ])
      const appending = options(sql, { mode: 'append' })
      const third = { run: { id: 'run-3', date: '2026-11-23' } }
      await run(appending, third)
      const again = await run(appending, third)
      assert.match(again.note ?? '', /already loaded by this run/)
      assert.equal((await totals(warehouse)).length, 4)
    })
  })

  it('leaves the table as it is when a check fails, when nothing is selected, or when the key is not one', async () => {
    await withOrders(async ({ warehouse, run }) => {
      await run(options(`select 'old' as city, cast(1.5 as decimal(12,2)) as total`))
      const sql = 'select city, amount as total from orders'
      const rejects = async (
        given: InConnection,
        code: string,
        { help = /^/, ...more }: Partial<StepContext> & { readonly help?: RegExp } = {},
      ): Promise<void> => {
        const again = { run: { id: 'run-2', date: '2026-11-22' }, ...more }
        await assert.rejects(run(given, again), ({ code: found, help: told = '' }: Failure) => {
          assert.match(told, help)
          return found === code
        })
        assert.deepEqual(await totals(warehouse), [['old', 1.5]])
      }
      await rejects(options(sql), 'checks/failed', { checks: [{ rule: 'not-null', columns: ['city'] }] })
      await rejects(options(sql), 'checks/failed', {
        checks: [{ rule: 'sql', sql: 'select * from sums where total > 9' }],
      })
      await rejects(options(`${sql} where amount > 1000`), 'rows/empty')
      const help = /latest-by: column \}`\), or make the keys unique/
      const cities = `${sql} where city is not null`
      await rejects(options(cities, { mode: 'merge', key: ['city'] }), 'rows/key', { help })
      await run(options(`${sql} where amount > 1000`, { allowEmpty: true }), {
        run: { id: 'run-3', date: '2026-11-23' },
      })
      assert.deepEqual(await totals(warehouse), [])
    })
  })

  it('points at the word that is wrong, and makes nothing', async () => {
    await withOrders(async ({ warehouse, run }) => {
      const sql = 'select city,\n  summ as total from orders where id > ${{ inputs.least }}'
      await assert.rejects(run(options(sql), { bind: () => 0 }), (error) => {
        assert(error instanceof Failure, String(error))
        assert.match(error.message, /\(p\.yml at "summ"\)/)
        return true
      })
      await assert.rejects(warehouse.ask('select * from totals'))
    })
  })

  it('may only read beside its own table', async () => {
    await withOrders(async ({ warehouse, run }) => {
      for (const sql of [
        'delete from orders',
        'select 1 as a; delete from orders',
        'with gone as (delete from orders returning id) select * from gone',
      ])
        await assert.rejects(run(options(sql)), sql)
      assert.equal(Number((await warehouse.ask('select count(*) as n from orders'))[0]?.['n']), 4)
    })
  })
}
