import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import type { TableLoad } from '../../src/steps/load/options.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { integrity, query as querySqlite, writeDataset } from '../support/dataset.ts'
import { query as queryPostgres, startPostgres } from '../support/postgres.ts'
import type { TestPostgres } from '../support/postgres.ts'
import { StepRig, needs } from '../support/step-context.ts'

const program = fileURLToPath(new URL('../support/load-program.ts', import.meta.url))

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'note', type: 'text' },
]

const many = 300_000

function dataset(rig: StepRig, rows: number, note: string): Dataset {
  return writeDataset(rig.path(`datasets/${note}-${rows}.sqlite`), 'daily', {
    columns,
    rows: (function* () {
      for (let id = 0; id < rows; id += 1) yield [id, note]
    })(),
  })
}

function context(rig: StepRig, url: string, run: string, source: Dataset): StepContext<TableLoad> {
  const options: TableLoad = {
    target: 'table',
    from: 'daily',
    into: 'warehouse',
    table: 'daily_sales',
    mode: 'replace',
    key: [],
    allowEmpty: false,
  }
  return rig.context(options, {
    stepId: 'publish',
    needs: needs(source),
    connections: { warehouse: { url } },
    run: { id: run, date: '2026-11-21' },
  })
}

/** Starts the load in another process and kills that, with no chance to clean up, so long after it has staged. */
async function killMidLoad(given: StepContext<TableLoad>, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [program, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  await setTimeout(afterMs)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

describe('SQLite’s process', () => {
  it('does not outlive its parent, even inside a statement that never ends', async () => {
    const engine = new URL('../../src/adapters/sqlite/sqlite-engine.ts', import.meta.url).href
    const parent = `
      const { subscribe } = await import('node:diagnostics_channel')
      subscribe('child_process', ({ process: child }) => setImmediate(() => console.log(child.pid)))
      const { sqliteEngine } = await import('${engine}')
      const session = await sqliteEngine.open({ path: ':memory:' }, new AbortController().signal)
      await session.query({ sql: 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n' })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = await once(child.stdout, 'data')
    const pid = Number(String(said))
    await setTimeout(700)
    assert(isAlive(pid))
    child.kill('SIGKILL')
    const deadline = performance.now() + 4_000
    while (isAlive(pid) && performance.now() < deadline) await setTimeout(50)
    assert(!isAlive(pid))
  })
})

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('a load whose process is killed in the middle', () => {
  let server: TestPostgres
  before(async () => {
    server = await startPostgres()
  })
  after(() => server[Symbol.asyncDispose]())

  for (const afterMs of [0, 30, 90]) {
    it(`leaves a SQLite table whole ${afterMs} ms after staging, and the next try is good`, async () => {
      using rig = new StepRig()
      const url = 'sqlite:warehouse.sqlite'
      const file = rig.path('warehouse.sqlite')
      const count = 'select count(*) as rows, count(distinct note) as notes from daily_sales'
      await load(context(rig, url, 'first', dataset(rig, 10, 'old')))
      const next = context(rig, url, 'second', dataset(rig, many, 'new'))
      await killMidLoad(next, afterMs)
      await load(next)
      assert.deepEqual(querySqlite(file, count), [{ rows: many, notes: 1 }])
      assert.equal(querySqlite(file, 'select * from _millrace_loads').length, 2)
      assert.equal(integrity(file), 'ok')
    })

    it(`leaves a PostgreSQL table whole ${afterMs} ms after staging, and the next try is good`, async () => {
      using rig = new StepRig()
      const url = await server.database()
      const count = 'select count(*)::int as rows, min(note) as least, max(note) as most from daily_sales'
      await load(context(rig, url, 'first', dataset(rig, 10, 'old')))
      const next = context(rig, url, 'second', dataset(rig, many, 'new'))
      await killMidLoad(next, afterMs)
      const [seen] = await queryPostgres(url, count)
      assert(seen?.['least'] === seen?.['most'], 'rows of two loads are mixed')
      assert.equal(seen?.['rows'], seen?.['most'] === 'old' ? 10 : many)
      await load(next)
      assert.deepEqual(await queryPostgres(url, count), [{ rows: many, least: 'new', most: 'new' }])
      assert.equal((await queryPostgres(url, 'select * from _millrace_loads')).length, 2)
    })
  }
})
