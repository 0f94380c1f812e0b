import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Rig } from '../run/rig.ts'
import { type AheadTarget, countOrders, requireNoSessions } from './ahead-target.ts'
import { type Over, type RanOrders, ordersLoad, rows, runOrders, writeOrders } from './orders-ahead.ts'

/** When somebody does something in the middle of a run. */
export type Moment = (then: () => Promise<unknown>) => Over

const asTheLoadBegins: Moment = (then) => ({
  async around({ stepId }, work) {
    if (stepId === 'publish') await then()
    return work()
  },
})

/** When a load is begun ahead, and that nobody can tell: `moments` are those of the database's own. */
export function describeLoadsAhead(name: string, target: AheadTarget, moments: readonly Moment[] = []): void {
  const { query, stateOf, tablesIn } = target

  describe(`a load into ${name} that is begun ahead`, () => {
    it('leaves what it leaves alone, and tells the same', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder, { middle: String.raw`"\N ""quoted"", 'é🌊' \ ;--"` })
      const [url, other] = [await target.database(), await target.database()]
      const { wasAhead, steps, events } = await runOrders(rig.folder, ordersLoad(url))
      const alone = await runOrders(rig.folder, ordersLoad(other), { concurrency: 1, run: 'alone' })
      assert(wasAhead)
      assert(!alone.wasAhead)
      assert.deepEqual(await stateOf(url), await stateOf(other))
      assert.deepEqual(told(events), told(alone.events))
      assert.equal(steps['publish']?.note, 'orders: 100,000 rows added')
      assert(!readFileSync(join(rig.folder, 'run/logs/publish.log'), 'utf8').includes('_millrace_ahead'))
      await requireNoSessions(target, url)
    })

    it('has every value of every type as it is', async () => {
      using rig = new Rig()
      writeFileSync(join(rig.folder, 'orders.csv'), everyType())
      const columns = `{ id: integer not null, d: 'decimal(30,9)', r: real, b: boolean, y: date, w: timestamp, j: json, t: text }`
      const manifest = (url: string) => ordersLoad(url).replace(/columns: .*/u, `columns: ${columns}`)
      const [url, other] = [await target.database(), await target.database()]
      const { wasAhead } = await runOrders(rig.folder, manifest(url))
      await runOrders(rig.folder, manifest(other), { concurrency: 1, run: 'alone' })
      assert(wasAhead)
      assert.deepEqual(await stateOf(url), await stateOf(other))
    })

    it('is seen by nobody, and waited for by nobody, before its table is there', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      const url = await target.database()
      let hasLooked = false
      const look = asTheLoadBegins(async () => {
        await target.requireUnseen(url)
        hasLooked = true
      })
      const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), look)
      assert.equal(steps['publish']?.result, 'success', JSON.stringify(steps))
      assert(hasLooked)
      assert(wasAhead)
    })

    it('goes its usual way into a table that somebody makes, at whatever moment', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      for (const [index, moment] of [asTheLoadBegins, ...moments].entries()) {
        const url = await target.database()
        const make = moment(async () => {
          await query(url, `create table orders (${target.columns})`)
          await query(url, `insert into orders values (0, 0, null, 'mine')`)
        })
        const ran = await runOrders(rig.folder, ordersLoad(url), { ...make, run: `run ${index}` })
        assert(!ran.wasAhead)
        assert.equal(ran.steps['publish']?.result, 'success', JSON.stringify(ran.steps['publish']?.failure))
        assert.equal(await countOrders(target, url), rows + 1)
        assert.deepEqual(await tablesIn(url), ['_millrace_loads', 'orders'])
        assert.deepEqual(await query(url, 'select target from _millrace_loads'), [{ target: 'orders' }])
        await requireNoSessions(target, url)
      }
    })

    it('is not begun for a table that is there', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      const url = await target.database()
      await query(url, `create table orders (${target.columns})`)
      const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url))
      assert(!wasAhead)
      assert.equal(steps['publish']?.rows, rows)
      await requireNoSessions(target, url)
    })

    it('is not begun where the author decides whether, or how often, the load runs', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      for (const load of [
        "    if: needs.orders.result == 'success'",
        '    strategy: { matrix: { n: [1] } }',
      ]) {
        const url = await target.database()
        const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url, { load }), {
          run: `run ${load.length}`,
        })
        assert.equal(steps['publish']?.result, 'success')
        assert(!wasAhead)
      }
    })

    it('waits for another load into the same table without being waited for', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      const url = await target.database()
      const [head = '', steps = ''] = ordersLoad(url).split('steps:')
      const second = steps
        .replaceAll('orders:', 'more:')
        .replace('publish:', 'too:')
        .replace('from: orders', 'from: more')
      const ran = await runOrders(rig.folder, `${head}steps:${steps}${second}`)
      assert.equal(ran.steps['publish']?.result, 'success', JSON.stringify(ran.steps['publish']?.failure))
      assert.equal(ran.steps['too']?.result, 'success', JSON.stringify(ran.steps['too']?.failure))
      assert.equal(await countOrders(target, url), 2 * rows)
      assert.deepEqual(await tablesIn(url), ['_millrace_loads', 'orders'])
      await requireNoSessions(target, url)
    })
  })
}

/** What a run tells, but for the time it took. */
function told(events: RanOrders['events']): readonly object[] {
  return events.flatMap(({ at: _at, ...event }) =>
    event.type === 'step-progress' || event.type === 'run-finished'
      ? []
      : [{ ...event, ...('durationMs' in event ? { durationMs: 0 } : {}) }],
  )
}

function everyType(): string {
  const lines = ['id,d,r,b,y,w,j,t']
  for (let id = 1; id <= rows; id++)
    lines.push(
      id % 7 === 0
        ? `${id},,,,,,,`
        : `${id},${id * 7919}.000000001,${id / 3},${id % 2 === 0},2024-02-29,1999-12-31T23:59:59.5,"{""a"":[${id}]}","x\t${'y'.repeat(40)}\n""\\${id}"`,
    )
  return `${lines.join('\n')}\n`
}
