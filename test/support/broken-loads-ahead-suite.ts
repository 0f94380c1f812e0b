import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../src/diagnostic/failure.ts'
import { Rig } from '../run/rig.ts'
import { type AheadTarget, cleanState, copying, requireNoSessions } from './ahead-target.ts'
import { ordersLoad, runOrders, writeOrders } from './orders-ahead.ts'

const program = join(import.meta.dirname, '../../src/cli/main.ts')

/** That a load which is begun ahead and does not end well leaves what one by itself leaves. */
export function describeBrokenLoadsAhead(name: string, target: AheadTarget): void {
  const { query, stateOf, tablesIn } = target

  /** The tables, but for a ledger that is made before the load. */
  async function tablesLeft(url: string): Promise<readonly string[]> {
    const tables = await tablesIn(url)
    return target.definesInside ? tables : tables.filter((table) => table !== '_millrace_loads')
  }

  /** Does something as soon as rows of a step at work are on their way. What goes wrong there is told before the work's own error. */
  async function inTheCopy<Outcome>(
    url: string,
    work: () => Promise<Outcome>,
    act: () => unknown,
  ): Promise<Outcome> {
    const [outcome] = await Promise.all([work(), copying(target, url).then(act)])
    return outcome
  }

  describe(`a load into ${name} that is begun ahead, and broken`, () => {
    it('leaves nothing of rows whose extract fails in the middle', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder, { last: 'none' })
      const url = await target.database()
      const { steps } = await runOrders(rig.folder, ordersLoad(url))
      assert.equal(steps['orders']?.failure?.code, 'rows/rejected')
      assert.equal(steps['publish']?.result, 'skipped')
      assert.deepEqual(await tablesIn(url), [])
      await requireNoSessions(target, url)
    })

    it('takes the rows of the attempt that succeeded', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      const url = await target.database()
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
      assert.deepEqual(await stateOf(url), await cleanState(target, rig))
      await requireNoSessions(target, url)
    })

    it('tells a row that the database cannot hold as a load by itself does', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder, target.refused)
      const [url, other] = [await target.database(), await target.database()]
      const { steps } = await runOrders(rig.folder, ordersLoad(url))
      const alone = await runOrders(rig.folder, ordersLoad(other), { concurrency: 1, run: 'alone' })
      assert.equal(steps['publish']?.failure?.code, 'dataset/value')
      assert.deepEqual(steps['publish']?.failure, alone.steps['publish']?.failure)
      assert.deepEqual(await stateOf(url), await stateOf(other))
      if (target.definesInside) assert.deepEqual(await tablesIn(url), [])
      await requireNoSessions(target, url)
    })

    it('publishes nothing when a check of the load fails', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      for (const check of [
        'sql: select * from orders where id = 7',
        'row-count: { max: 10 }',
        'sql: select * from orders where id = 7, of: result',
        'row-count: { max: 10 }, of: result',
      ]) {
        const [url, other] = [await target.database(), await target.database()]
        const text = (to: string) => ordersLoad(to, { load: `    checks: [{ ${check} }]` })
        const { steps } = await runOrders(rig.folder, text(url), { run: `ahead ${check.length}` })
        const alone = await runOrders(rig.folder, text(other), {
          concurrency: 1,
          run: `alone ${check.length}`,
        })
        assert.equal(steps['publish']?.failure?.code, 'checks/failed')
        assert.deepEqual(steps['publish']?.failure, alone.steps['publish']?.failure)
        const left = await tablesLeft(url)
        // Where making a table commits, it stays: without a row.
        assert.deepEqual(
          left.filter((table) => target.definesInside || table !== 'orders'),
          [],
        )
        for (const table of left) assert.deepEqual(await query(url, `select * from ${table}`), [])
        await requireNoSessions(target, url)
      }
    })

    it('goes its usual way when its connection is lost, in the copy or while it waits', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      const clean = await cleanState(target, rig)
      for (const when of ['orders', 'publish']) {
        const url = await target.database()
        const end = async () => {
          for (const session of await target.sessions(url)) await target.end(url, session)
        }
        const { wasAhead, steps } = await runOrders(rig.folder, ordersLoad(url), {
          run: when,
          async around({ stepId }, work) {
            if (stepId === 'publish' && when === 'publish') await end()
            return stepId === 'orders' && when === 'orders' ? inTheCopy(url, work, end) : work()
          },
        })
        assert(!wasAhead, when)
        assert.equal(steps['orders']?.result, 'success')
        assert.equal(steps['publish']?.result, 'success')
        if (target.definesInside) assert.deepEqual(await stateOf(url), clean)
        // Elsewhere the server may take a while to undo what was on its way: the table is then left to the next load.
        await requireNoSessions(target, url)
        const again = await runOrders(rig.folder, ordersLoad(url), { concurrency: 1, run: `again ${when}` })
        assert.match(again.steps['publish']?.note ?? '', /already loaded/)
        assert.deepEqual(await stateOf(url), clean)
      }
    })

    it('leaves nothing when the run is cancelled, before the load or as it begins', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      for (const when of ['orders', 'publish']) {
        const url = await target.database()
        const cancel = new AbortController()
        const { steps } = await runOrders(rig.folder, ordersLoad(url), {
          cancel,
          run: when,
          async around({ stepId }, work) {
            if (stepId === when && when === 'publish') cancel.abort()
            return stepId === when && when === 'orders' ? inTheCopy(url, work, () => cancel.abort()) : work()
          },
        })
        assert.equal(steps['publish']?.result, 'cancelled')
        assert.deepEqual(await tablesLeft(url), [])
        await requireNoSessions(target, url)
      }
    })

    it('leaves the old state when the process is killed, and the next run makes up for it', async () => {
      using rig = new Rig()
      await writeOrders(rig.folder)
      const clean = await cleanState(target, rig)
      for (const [ms, concurrency] of [
        [0, 4],
        [200, 4],
        [0, 1],
      ] as const) {
        const url = await target.database()
        const signal = await killedInTheCopy(target, { folder: rig.folder, url, ms })
        await requireNoSessions(target, url)
        const left = await tablesIn(url)
        if (signal !== 'SIGKILL' || left.includes('orders')) {
          assert.deepEqual(left, ['_millrace_loads', 'orders'])
          continue
        }
        if (target.definesInside) assert.deepEqual(left, [])
        const run = `again ${ms} ${concurrency}`
        const again = await runOrders(rig.folder, ordersLoad(url), { concurrency, run })
        assert.equal(again.wasAhead, concurrency > 1)
        assert.deepEqual(await stateOf(url), clean)
      }
    })
  })
}

/** Runs the program and kills it so long after rows have begun to be on their way. */
async function killedInTheCopy(
  target: AheadTarget,
  { folder, url, ms }: { readonly folder: string; readonly url: string; readonly ms: number },
): Promise<NodeJS.Signals | null> {
  rmSync(join(folder, 'pipelines'), { recursive: true, force: true })
  mkdirSync(join(folder, 'pipelines'))
  writeFileSync(join(folder, 'pipelines/sales.yml'), ordersLoad(url))
  const child = spawn(process.execPath, [program, 'run', 'sales'], { cwd: folder, stdio: 'ignore' })
  const ended = once(child, 'exit')
  await copying(target, url)
  await sleep(ms)
  child.kill('SIGKILL')
  await ended
  return child.signalCode
}
