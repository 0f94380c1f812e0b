import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startWorld } from '../support/action-world.ts'
import type { Permissions } from '../support/github-permissions.ts'
import { owner, repo } from '../support/github-server.ts'
import { runAction, type ActionRun } from '../support/run-action.ts'

type World = Awaited<ReturnType<typeof startWorld>>

const at = `/repos/${owner}/${repo}`
const manifest = `name: P
on: { schedule: [{ cron: '30 6 * * *', timezone: Europe/Berlin, catch-up: latest }] }
connections: { warehouse: sqlite:warehouse.db }
steps:
  orders: { extract: { csv: orders.csv } }
  publish: { load: { from: orders, into: warehouse, table: orders, mode: append } }
  told:
    run: echo "$BEFORE $LATEST" > told; test ! -e bad
    env: { BEFORE: '\${{ run.previous.id }} \${{ run.previous.steps.orders.result }}', LATEST: '\${{ run.latest }}' }
`
const files = { 'orders.csv': 'id\n1\n2\n' }
const whole: Permissions = { actions: 'read', contents: 'write', issues: 'write' }

/** A scheduled run of all jobs, as GitHub starts it. */
async function wholeRun(
  world: World,
  runId: number,
  permissions = whole,
): Promise<{ plan: ActionRun; report: ActionRun }> {
  const day = String(runId).padStart(2, '0')
  const run = { workflow: 'p.yml', headSha: 'a'.repeat(40), createdAt: `2026-03-${day}T06:41:00Z` }
  world.github.declareRun({ ...run, id: runId })
  const token = world.github.token(permissions)
  const start = (command: string, inputs: Readonly<Record<string, string>>) =>
    runAction({
      ...world.request(command, { ...inputs, token }),
      runId,
      event: 'schedule',
      payload: { schedule: '30 6 * * *' },
    })
  const plan = await start('plan', { pipeline: 'pipelines/p.yml' })
  for (const job of ['orders', 'told']) await start('run', { job })
  return { plan, report: await start('report', { pipeline: 'pipelines/p.yml' }) }
}

async function kept(world: World, path: string): Promise<Record<string, unknown>> {
  const { content } = await world.github.admin<{ content: string }>(
    'GET',
    `${at}/contents/${path}?ref=millrace-ledger`,
  )
  return JSON.parse(Buffer.from(content, 'base64').toString()) as Record<string, unknown>
}

test('the report keeps what a run came to, and the next run knows of it', async () => {
  await using world = await startWorld(manifest, files)
  const first = await wholeRun(world, 5)
  assert.equal(first.report.exitCode, 0, first.report.log)
  const branches = await world.github.admin<{ name: string }[]>('GET', `${at}/branches`)
  assert.deepEqual(branches.map(({ name }) => name).toSorted(), ['main', 'millrace-ledger'])
  const path = `runs/p/${new Date().toISOString().slice(0, 7)}/5.json`
  const entry = await kept(world, path)
  const { run, tick, loads } = entry as { run: Record<string, unknown>; tick: unknown; loads: unknown }
  assert.deepEqual(
    [run['id'], run['date'], run['result'], run['branch']],
    ['5', '2026-03-05', 'success', 'main'],
  )
  assert.match(String(run['url']), /\/actions\/runs\/5$/)
  assert.deepEqual(tick, { cron: '30 6 * * *', at: '2026-03-05T05:30:00.000Z' })
  assert.deepEqual((entry as { schedules: unknown }).schedules, [
    {
      cron: '30 6 * * *',
      timezone: 'Europe/Berlin',
      since: '2026-03-05T06:41:00.000Z',
      settled: '2026-03-05T05:30:00.000Z',
    },
  ])
  assert.deepEqual(loads, [{ step: 'publish', connection: 'warehouse', table: 'orders', rows: 2 }])
  await writeFile(join(world.workspace, 'bad'), '')
  const { report } = await wholeRun(world, 8)
  assert.equal(report.exitCode, 1)
  assert.equal(await readFile(join(world.workspace, 'told'), 'utf8'), '5 success false\n')
  const issues = await world.github.admin<{ body: string }[]>('GET', `${at}/issues`)
  assert.match(issues[0]?.body ?? '', /\/actions\/runs\/5\b/)
})

test('a repository that lets the run neither read nor write the ledger is told so, and the run is none the worse', async () => {
  await using world = await startWorld(manifest, files)
  const { plan, report } = await wholeRun(world, 5, { actions: 'read', issues: 'write' })
  assert.equal(plan.exitCode, 0, plan.log)
  assert.match(plan.log, /^::notice title=Millrace::The past runs cannot be read: .*403/m)
  assert.equal(report.exitCode, 0, report.log)
  assert.match(report.log, /^::notice title=Millrace::This run is not kept in the ledger: .*403.*permission/m)
})

test('a run that could not be planned is kept as one whose planning failed', async () => {
  await using world = await startWorld('name: P\nsteps: { a: { rnu: x } }\n')
  const token = world.github.token(whole)
  const { log } = await runAction(world.request('report', { pipeline: 'pipelines/p.yml', token }))
  const entry = await kept(world, `runs/p/${new Date().toISOString().slice(0, 7)}/1.json`)
  const { run, steps } = entry as {
    run: { result: string }
    steps: { id: string; failure: { code: string } }[]
  }
  assert.equal(run.result, 'failure', log)
  assert.deepEqual(
    steps.map(({ id, failure }) => [id, failure.code]),
    [['(plan)', 'manifest/unknown-key']],
  )
})
