import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadExecutor } from '../../src/steps/registry.ts'
import { runSteps } from '../../src/run/run-steps.ts'
import type { StepFinished } from '../../src/run/run-request.ts'
import { graphFrom } from '../support/graph-from.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { realPorts } from '../support/step-context.ts'
import { planOf, Rig } from './rig.ts'

const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as n from n'

/** Runs the steps for real; what is at work after `ms` is told to stop. */
async function run(
  rig: Rig,
  manifest: string,
  { cancelAfterMs }: { readonly cancelAfterMs?: number } = {},
): Promise<Record<string, StepFinished>> {
  const graph = graphFrom(manifest)
  const cancel = new AbortController()
  if (cancelAfterMs !== undefined) setTimeout(() => cancel.abort(), cancelAfterMs)
  const finished: Record<string, StepFinished> = {}
  await runSteps(
    {
      graph,
      plan: planOf(graph),
      prior: new Map(),
      execute: loadExecutor,
      ports: realPorts,
      environment: { secrets: {}, vars: {}, env: { PATH: process.env['PATH'] }, github: {} },
      workspace: rig.folder,
      folder: join(rig.folder, 'run'),
      concurrency: 4,
      signal: cancel.signal,
      graceMs: 5_000,
    },
    (event) => {
      if (event.type === 'step-finished') finished[event.step] = event
    },
  )
  return finished
}

/** The processes whose command line holds the text, without this one. */
function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
      } catch {
        return false
      }
    })
}

async function assertGone(text: string): Promise<void> {
  for (let tries = 0; tries < 40 && processesWith(text).length > 0; tries += 1) await sleep(50)
  assert.deepEqual(processesWith(text), [])
}

const steps = (seconds: number) => `
defaults: { timeout-minutes: ${seconds / 60}, retry: { infrastructure: 0 } }
steps:
  script:
    run: |
      ( trap '' TERM; sleep 87654.1 & wait; sleep 87654.2 ) &
      trap '' TERM
      sleep 87654.3
  query: { transform: { sql: "${endless}" } }
  module: { transform: { module: ./loop.ts#loop } }
`

const loop = 'export function loop() { for (;;); }\n'

describe('a step that is stopped', () => {
  it('at its time-out is gone with all it started, and is told as timed out', async () => {
    using rig = new Rig()
    writeFileSync(join(rig.folder, 'loop.ts'), loop)
    const finished = await run(rig, steps(1))
    for (const id of ['script', 'query', 'module']) {
      assert.equal(finished[id]?.result, 'failure')
      assert.equal(finished[id].failure?.code, 'step/timeout')
      assert.ok(finished[id].durationMs < 5_500, `${id} took ${finished[id].durationMs} ms`)
    }
    await assertGone('87654.')
    await assertGone(rig.folder)
    assert.deepEqual(readdirSync(join(rig.folder, 'run')).includes('datasets'), false)
  })

  it('by a cancel is gone too, and is told as cancelled and not as failed', async () => {
    using rig = new Rig()
    writeFileSync(join(rig.folder, 'loop.ts'), loop)
    const finished = await run(rig, steps(60), { cancelAfterMs: 1_000 })
    for (const id of ['script', 'query', 'module']) {
      assert.equal(finished[id]?.result, 'cancelled')
      assert.equal(finished[id].failure, undefined)
      assert.equal(finished[id].reason, 'the run was cancelled')
    }
    await assertGone('87654.')
    await assertGone(rig.folder)
  })

  it('is tried again after a time-out only where that is asked for', async () => {
    using rig = new Rig()
    const retry = (on: string) => `{ max-attempts: 2, delay: 1ms, on: ${on} }`
    const finished = await run(
      rig,
      `steps:
  a: { run: "sleep 5", timeout-minutes: 0.005, retry: ${retry('{ timeout: true }')} }
  b: { run: "sleep 5", timeout-minutes: 0.005, retry: ${retry('{ exit-code: 3 }')} }
  c: { run: "exit 3", retry: ${retry('{ exit-code: 3 }')} }
  d: { run: "echo come back later; exit 4", retry: ${retry('{ message: "back later" }')} }
`,
    )
    const attempts = Object.fromEntries(Object.entries(finished).map(([id, step]) => [id, step.attempts]))
    assert.deepEqual(attempts, { a: 2, b: 1, c: 2, d: 2 })
    assert.equal(finished['b']?.note, 'nothing in retry.on fits it')
    const log = readFileSync(join(rig.folder, 'run/logs/d.log'), 'utf8').replaceAll(/^\S+ /gm, '')
    const failed = 'the script failed with exit code 4'
    assert.match(
      log,
      new RegExp(
        `^come back later\nattempt 1 failed \\(run/exit\\): ${failed}\nagain in .*\nattempt 2\ncome back later\nfailed \\(run/exit\\): ${failed}\n$`,
      ),
    )
  })
})

describe('a load that is stopped', () => {
  let server: TestPostgres
  before(async () => {
    server = await startPostgres()
  })
  after(() => server[Symbol.asyncDispose]())

  const load = (url: string, minutes: number) => `
connections: { warehouse: "${url}" }
steps:
  rows: { transform: { sql: "select 2 as id" } }
  publish:
    timeout-minutes: ${minutes}
    load: { from: rows, into: warehouse, table: target, mode: append }
`
  const slowTable = `
    create table target (id bigint);
    insert into target values (1);
    create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(60); return new; end';
    create trigger slow before insert on target for each row execute function slow()`

  for (const how of ['step/timeout', 'cancelled'] as const) {
    it(`(${how}) leaves no row, no statement and no lock in PostgreSQL`, async () => {
      using rig = new Rig()
      const url = await server.database()
      await query(url, slowTable)
      const finished =
        how === 'cancelled'
          ? await run(rig, load(url, 5), { cancelAfterMs: 2_500 })
          : await run(rig, load(url, 1.5 / 60))
      const { result, failure, durationMs = 0 } = finished['publish'] ?? {}
      assert.equal(failure?.code ?? result, how)
      assert.ok(durationMs < 6_000, `${durationMs} ms`)
      assert.deepEqual(await query(url, 'select id from target'), [{ id: '1' }])
      const locks = "select 1 from pg_locks where relation = 'target'::regclass and mode <> 'AccessShareLock'"
      assert.deepEqual(await query(url, locks), [])
      assert.deepEqual(
        await query(url, "select query from pg_stat_activity where application_name = 'millrace'"),
        [],
      )
      await query(url, 'alter table target disable trigger slow; lock table target in access exclusive mode')
    })
  }
})
