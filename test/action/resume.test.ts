import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startWorld } from '../support/action-world.ts'
import { runAction } from '../support/run-action.ts'

const manifest = `name: P
steps:
  orders: { extract: { csv: orders.csv } }
  publish: { needs: [orders], runs-on: macos-15, run: { input: csv, script: 'test -e "$PWD"/ok; cp "$MILLRACE_INPUT_ORDERS" out.csv' } }
  tell: { needs: [publish], runs-on: macos-15, run: 'true' }
`

test('"re-run failed jobs" goes on with what the jobs of the first attempt handed on', async () => {
  await using world = await startWorld(manifest, { 'orders.csv': 'id\n1\n2\n' })
  const attempt =
    (number: number) =>
    (command: string, inputs: Readonly<Record<string, string>> = {}) =>
      runAction({
        ...world.request(command, { pipeline: 'pipelines/p.yml', ...inputs }),
        env: { GITHUB_RUN_ATTEMPT: String(number), ...world.artifacts.environment(1, number) },
      })
  const [first, second] = [attempt(1), attempt(2)]
  await first('plan')
  assert.equal((await first('run', { job: 'orders' })).exitCode, 0)
  assert.equal((await first('run', { job: 'publish' })).exitCode, 1)
  await writeFile(join(world.workspace, 'ok'), '')
  await rm(join(world.workspace, 'orders.csv'))
  const again = await second('run', { job: 'publish' })
  assert.equal(again.exitCode, 0, again.log)
  assert.equal(await readFile(join(world.workspace, 'out.csv'), 'utf8'), 'id\n1\n2\n')
  const report = await second('report')
  assert.equal(report.exitCode, 0, report.log)
  assert.match(report.summary, /3 steps succeeded/)
})

test('a plan of a selection has jobs for it alone, and its report says what was left out', async () => {
  await using world = await startWorld(manifest, { 'orders.csv': 'id\n1\n2\n', ok: '' })
  const inputs = { pipeline: 'pipelines/p.yml', select: 'orders' }
  const plan = await runAction(world.request('plan', inputs))
  assert.match(plan.outputs, /wave-1<<.*\n\["orders"\]/)
  assert.match(plan.outputs, /wave-2<<.*\n\[\]/)
  assert.equal((await runAction(world.request('run', { job: 'orders' }))).exitCode, 0)
  const report = await runAction(world.request('report', inputs))
  assert.equal(report.exitCode, 0, report.log)
  assert.match(report.summary, /1 step succeeded, 2 not selected/)
})

test('what is selected on GitHub needs what it reads selected too', async () => {
  await using world = await startWorld(manifest, { 'orders.csv': 'id\n1\n2\n' })
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml', select: 'publish' }))
  const { exitCode, log } = await runAction(world.request('run', { job: 'publish' }))
  assert.equal(exitCode, 1)
  assert.match(log, /"orders" is not selected/)
  assert.match(log, /\+publish/)
})
