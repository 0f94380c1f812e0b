import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWorld } from '../support/action-world.ts'
import { owner, repo } from '../support/github-server.ts'
import { runAction, startAction, type ActionRequest } from '../support/run-action.ts'

const secret = 'planted-s3cret-value'

const names = (listed: readonly { name: string }[]) => listed.map(({ name }) => name)

test('a job that is cancelled ends what it started, and still uploads what happened', async () => {
  await using world = await startWorld(
    'name: P\nsteps:\n  slow:\n    run: touch started; sleep 60; touch survived\n',
  )
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  const action = await startAction(world.request('run', { job: 'slow' }))
  const started = join(world.workspace, 'started')
  for (let tries = 0; tries < 200 && !existsSync(started); tries += 1) await sleep(50)
  action.kill('SIGINT')
  const { exitCode, outputs, log } = await action.ended
  assert.equal(exitCode, 1, log)
  assert.match(outputs, /result<<.*\ncancelled/)
  assert.deepEqual(names(world.artifacts.list(1)), ['millrace-plan', 'millrace-job-slow'])
  assert.equal(existsSync(join(world.workspace, 'survived')), false)
})

test('a job that is cancelled has handed on what it made before the runner loses its patience', async () => {
  const script = 'trap "" INT TERM; touch started; while true; do sleep 1; done'
  await using world = await startWorld(`name: P\nsteps:\n  deaf:\n    run: '${script}'\n`)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  const action = await startAction(world.request('run', { job: 'deaf' }))
  const started = join(world.workspace, 'started')
  for (let tries = 0; tries < 200 && !existsSync(started); tries += 1) await sleep(50)
  action.kill('SIGINT')
  const told = performance.now()
  const { log } = await action.ended
  assert.ok(performance.now() - told < 7_500, log)
  assert.deepEqual(names(world.artifacts.list(1)), ['millrace-plan', 'millrace-job-deaf'])
})

test('a dataset that shows a secret is not uploaded and fails the job; the log shows neither secret nor command', async () => {
  const manifest = `name: P
steps:
  make:
    env: { KEY: '\${{ secrets.KEY }}' }
    run: { script: 'echo "::warning::planted $KEY"; printf "k\\n%s\\n" "$KEY" > "$MILLRACE_OUTPUT"', output: csv }
`
  await using world = await startWorld(manifest)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  const run = await runAction({ ...world.request('run', { job: 'make' }), env: { KEY: secret } })
  const shown = run.log.replaceAll(`::add-mask::${secret}`, '')
  assert.equal(run.exitCode, 1, run.log)
  assert.match(run.log, /datasets\/make\.sqlite shows a secret and is not uploaded/)
  assert.doesNotMatch(run.log, /^::warning::planted/m)
  assert.equal(shown.includes(secret), false, shown)
})

test('a secret that is not set fails the steps of the job by name, and the report says so', async () => {
  const manifest = `name: P\nsteps:\n  one:\n    env: { KEY: '\${{ secrets.KEY }}' }\n    run: "true"\n`
  await using world = await startWorld(manifest)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  const run = await runAction(world.request('run', { job: 'one' }))
  assert.equal(run.exitCode, 1, run.log)
  assert.match(run.log, /^::error title=one failed::.*secret KEY/m)
  const reported = await runAction(world.request('report', { pipeline: 'pipelines/p.yml' }))
  assert.equal(reported.exitCode, 1, reported.log)
  assert.match(reported.summary, /secret KEY/)
})

test('a token that GitHub does not know fails nothing but the comment', async () => {
  await using world = await startWorld('name: P\nsteps:\n  one:\n    run: "true"\n')
  const pull = {
    number: 1,
    head: { sha: 'b'.repeat(40), repo: null },
    base: { sha: 'c'.repeat(40), ref: 'main' },
  }
  const request = { ...world.request('validate'), event: 'pull_request', payload: { pull_request: pull } }
  const run = await runAction({ ...request, inputs: { command: 'validate', token: 'ghs_unknown' } })
  assert.equal(run.exitCode, 0, run.log)
  assert.match(run.log, /^::notice title=Millrace::.*401/m)
  assert.match(run.summary, /mermaid/)
  assert.deepEqual(names(world.artifacts.list(1)), ['millrace-comment.json'])
})

test('of many mistakes ten are annotated, the rest is counted, and the summary has them all', async () => {
  const steps = Array.from(
    { length: 14 },
    (_, index) => `  s${index}:\n    needs: [nowhere${index}]\n    run: x\n`,
  )
  await using world = await startWorld(`name: P\nsteps:\n${steps.join('')}`)
  const run = await runAction(world.request('validate'))
  assert.equal(run.exitCode, 1)
  assert.equal(run.log.match(/^::error /gm)?.length, 10, run.log)
  assert.match(run.log, /^4 more errors: see the summary/m)
  assert.match(run.summary, /nowhere13/)
  assert.match(run.outputs, /errors<<.*\n14\n/)
})

test('a window that is forced is loaded again, and neither field of the form is an input of the pipeline', async () => {
  const manifest = `name: P
connections: { db: "sqlite:out.sqlite" }
steps:
  rows:
    extract:
      csv: rows.csv
      columns: { id: integer, at: timestamp }
      incremental: { cursor: at, start: 2026-01-01 }
  keep: { load: { from: rows, into: db, table: t, mode: merge, key: id } }
`
  await using world = await startWorld(manifest, { 'rows.csv': 'id,at\n1,2026-01-01T10:00:00Z\n' })
  const window = '2026-01-01..2026-01-02'
  const once = async (runId: number, force: string) => {
    const request = world.request('plan', { pipeline: 'pipelines/p.yml', window, force })
    const planned = await runAction({ ...request, runId, payload: { inputs: { window, force } } })
    assert.equal(planned.exitCode, 0, planned.log)
    const run = await runAction({ ...world.request('run', { job: 'rows' }), runId })
    assert.equal(run.exitCode, 0, run.log)
  }
  await once(1, 'false')
  using database = new DatabaseSync(join(world.workspace, 'out.sqlite'))
  database.exec('delete from t')
  const rows = () => database.prepare('select id from t').all().length
  await once(2, 'false')
  assert.equal(rows(), 0)
  await once(3, 'true')
  assert.equal(rows(), 1)
  const alone = await runAction(world.request('plan', { pipeline: 'pipelines/p.yml', force: 'true' }))
  assert.match(alone.log, /the input force goes with window/)
})

/** Three waves: what `bottom` stands on is known to it only through what `left` and `right` pass on. */
const diamond = `name: P
steps:
  top: { run: 'true' }
  left: { needs: [top], run: 'true' }
  right: { needs: [top], run: 'true' }
  bottom: { needs: [left, right], run: 'touch reached' }
`

test('the last of three waves runs, and knows how the first one ended', async () => {
  await using world = await startWorld(diamond)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  for (const job of ['top', 'left', 'right', 'bottom']) {
    const run = await runAction(world.request('run', { job }))
    assert.equal(run.exitCode, 0, run.log)
    assert.match(run.outputs, /result<<.*\nsuccess/, run.log)
  }
  assert.ok(existsSync(join(world.workspace, 'reached')))
  const reported = await runAction(world.request('report', { pipeline: 'pipelines/p.yml' }))
  assert.match(reported.outputs, /result<<.*\nsuccess/, reported.log)
})

test('a job whose need left no word fails, and so does the run', async () => {
  await using world = await startWorld(diamond)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  for (const job of ['top', 'left']) await runAction(world.request('run', { job }))
  const run = await runAction(world.request('run', { job: 'bottom' }))
  assert.equal(run.exitCode, 1, run.log)
  assert.match(run.log, /how "right" ended is not known/)
  await runAction(world.request('run', { job: 'right' }))
  const reported = await runAction(world.request('report', { pipeline: 'pipelines/p.yml' }))
  assert.equal(reported.exitCode, 1, 'the need is well after all, and yet a step was left out')
})

const hanging = `name: P
on: { schedule: [{ cron: '30 6 * * *' }] }
steps:
  slow: { run: 'touch started; sleep 60' }
  after: { needs: [slow], run: 'true' }
`

/** What GitHub does to a job past its time: the runner is told to stop it, as in a run that is cancelled. */
async function stopAtWork(
  world: Awaited<ReturnType<typeof startWorld>>,
  request: ActionRequest,
): Promise<void> {
  const action = await startAction(request)
  const started = join(world.workspace, 'started')
  for (let tries = 0; tries < 200 && !existsSync(started); tries += 1) await sleep(50)
  action.kill('SIGINT')
  await action.ended
}

for (const { cancelled, result, issues, says } of [
  { cancelled: 'false', result: 'failure', issues: 1, says: /stopped while .* nobody cancelled the run/ },
  { cancelled: 'true', result: 'cancelled', issues: 0, says: /the run was cancelled/ },
]) {
  test(`a job that was stopped makes ${issues} issue when "cancelled" is ${cancelled}`, async () => {
    await using world = await startWorld(hanging)
    const token = world.github.token({ actions: 'read', contents: 'read', issues: 'write' })
    const request = (command: string, inputs: Readonly<Record<string, string>>): ActionRequest => ({
      ...world.request(command, { ...inputs, token }),
      event: 'schedule',
      payload: { schedule: '30 6 * * *' },
    })
    await runAction(request('plan', { pipeline: 'pipelines/p.yml' }))
    await stopAtWork(world, request('run', { job: 'slow' }))
    const reported = await runAction(request('report', { pipeline: 'pipelines/p.yml', cancelled }))
    assert.equal(reported.exitCode, 1)
    assert.match(reported.outputs, new RegExp(`result<<.*\n${result}`), reported.log)
    assert.match(reported.summary, says)
    const open = await world.github.admin<unknown[]>('GET', `/repos/${owner}/${repo}/issues`)
    assert.equal(open.length, issues, reported.log)
  })
}

const loading = `name: P
on: { schedule: [{ cron: '30 6 * * *', timezone: Europe/Berlin }] }
connections: { warehouse: sqlite:warehouse.db }
steps:
  orders: { extract: { csv: orders.csv } }
  publish: { load: { from: orders, into: warehouse, table: orders, mode: append } }
`

/** One attempt at run 1, as GitHub starts it, of all its jobs. */
function attemptAt(world: Awaited<ReturnType<typeof startWorld>>, attempt: number) {
  const token = world.github.token({ actions: 'read', contents: 'read', issues: 'write' })
  const env = { GITHUB_RUN_ATTEMPT: String(attempt), ...world.artifacts.environment(1, attempt) }
  return (command: string, inputs: Readonly<Record<string, string>>) =>
    runAction({
      ...world.request(command, { ...inputs, token }),
      event: 'schedule',
      payload: { schedule: '30 6 * * *' },
      env,
    })
}

test('"re-run all jobs", days later, is for the same tick and loads nothing twice', async () => {
  await using world = await startWorld(loading, { 'orders.csv': 'id\n1\n2\n' })
  world.github.declareRun({
    id: 1,
    workflow: 'millrace-p.yml',
    headSha: 'a'.repeat(40),
    createdAt: '2026-03-05T06:41:00Z',
  })
  for (const attempt of [1, 2]) {
    const run = attemptAt(world, attempt)
    await run('plan', { pipeline: 'pipelines/p.yml' })
    await run('run', { job: 'orders' })
    const { log } = await run('report', { pipeline: 'pipelines/p.yml' })
    assert.match(log, /^run 1 for 2026-03-05: success/m)
  }
  using database = new DatabaseSync(join(world.workspace, 'warehouse.db'))
  assert.deepEqual({ ...database.prepare('select count(*) as rows from orders').get() }, { rows: 2 })
})

test('a job that dies when all are run again is lost, though it left a word the first time', async () => {
  await using world = await startWorld(loading, { 'orders.csv': 'id\n1\n2\n' })
  await attemptAt(world, 1)('plan', { pipeline: 'pipelines/p.yml' })
  await attemptAt(world, 1)('run', { job: 'orders' })
  await attemptAt(world, 2)('plan', { pipeline: 'pipelines/p.yml' })
  const { log, exitCode } = await attemptAt(world, 2)('report', { pipeline: 'pipelines/p.yml' })
  assert.equal(exitCode, 1, log)
  assert.match(log, /job orders left no artifact/)
})

test('a token that may not ask when the run was made plans for now, and says so', async () => {
  await using world = await startWorld(loading, { 'orders.csv': 'id\n1\n' })
  const run = await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  assert.equal(run.exitCode, 0, run.log)
  assert.match(run.log, /^::notice title=Millrace::.*403.* planned at/m)
})

/** An artifact whose bytes are not those its digest was made of. */
function putDamaged({ artifacts }: Awaited<ReturnType<typeof startWorld>>, name: string): void {
  const zip = artifacts.read(1, 'millrace-plan') ?? assert.fail('no plan')
  artifacts.put(1, name, zip, `sha256:${'0'.repeat(64)}`)
}

test('a word that cannot be read counts as lost, and the others are told all the same', async () => {
  await using world = await startWorld(diamond)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  for (const job of ['top', 'left']) await runAction(world.request('run', { job }))
  putDamaged(world, 'millrace-job-right')
  const run = await runAction(world.request('report', { pipeline: 'pipelines/p.yml' }))
  assert.equal(run.exitCode, 1, run.log)
  assert.match(run.log, /^::warning title=Millrace::job right counts as lost/m)
  assert.match(run.summary, /2 succeeded/)
  assert.match(run.summary, /runner\/lost/)
})

test('a plan that cannot be read is told as one issue, and needs no file of SQL', async () => {
  const sql = `name: P
steps:
  orders: { extract: { csv: orders.csv } }
  one: { needs: [orders], transform: { sql: one.sql } }
`
  const files = { 'orders.csv': 'id\n1\n', 'one.sql': 'select id from orders' }
  await using world = await startWorld(sql, files)
  const token = world.github.token({ actions: 'read', contents: 'read', issues: 'write' })
  const inputs = { pipeline: 'pipelines/p.yml', token }
  await runAction(world.request('plan', inputs))
  await runAction(world.request('run', { job: 'orders' }))
  await rm(join(world.workspace, 'one.sql'))
  const told = await runAction(world.request('report', inputs))
  assert.match(told.outputs, /result<<.*\nsuccess/, told.log)
  putDamaged(world, 'millrace-plan')
  const run = await runAction({ ...world.request('report', inputs), event: 'schedule' })
  assert.equal(run.exitCode, 1, run.log)
  const issues = await world.github.admin<{ body: string }[]>('GET', `/repos/${owner}/${repo}/issues`)
  assert.equal(issues.length, 1, run.log)
  assert.match(issues[0]?.body ?? '', /artifact millrace-plan failed/)
})

const bad: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['run', { job: 'one' }, /this run has no plan/],
  ['plan', {}, /plan needs the input pipeline/],
  ['plan', { pipeline: 'pipelines/none.yml' }, /pipelines\/none\.yml/],
  ['comment', {}, /comment needs the input run-id/],
  ['nothing', {}, /the input command is "nothing"/],
]
for (const [command, inputs, says] of bad) {
  test(`${command} with ${JSON.stringify(inputs)} fails with a sentence, not a stack`, async () => {
    await using world = await startWorld('name: P\nsteps:\n  one:\n    run: "true"\n')
    const run = await runAction(world.request(command, inputs))
    assert.equal(run.exitCode, 1)
    assert.match(run.log, says)
    assert.doesNotMatch(run.log, /^\s+at /m)
  })
}

test('an event that cannot be read is told as a failure', async () => {
  await using world = await startWorld('name: P\n')
  const env = { GITHUB_EVENT_PATH: join(world.workspace, 'pipelines') }
  const run = await runAction({ ...world.request('validate'), env })
  assert.match(run.log, /^::error title=Millrace::the event of the workflow cannot be read/m)
})

test('the rows of a mapped step that failed are read by nobody, also when several jobs shared it', async () => {
  const legs = Array.from({ length: 34 }, (_, n) => n).join(', ')
  await using world = await startWorld(`name: P
steps:
  fan:
    strategy: { matrix: { n: [${legs}] }, fail-fast: false }
    run: { script: 'printf "v\\n1\\n" > "$MILLRACE_OUTPUT"; test "$MILLRACE_LEG" != 3', output: csv }
  after:
    needs: [fan]
    if: always()
    run: { script: 'echo "\${MILLRACE_INPUT_FAN:-none}" > log.txt', input: csv }
`)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  for (const part of [0, 1, 2]) await runAction(world.request('run', { job: `fan.p${part}` }))
  const after = await runAction(world.request('run', { job: 'after' }))
  assert.equal(after.exitCode, 0, after.log)
  assert.match(await readFile(join(world.workspace, 'log.txt'), 'utf8'), /none/)
})

test('what a run on a tag made to be committed is not, and it says so', async () => {
  const load = '    load: { from: orders, file: out.csv, commit: true }\n'
  const text = `name: P\nsteps:\n  orders:\n    extract: { csv: orders.csv }\n  out:\n${load}`
  await using world = await startWorld(text, { 'orders.csv': 'id\n1\n' })
  const token = world.github.token({ actions: 'read', contents: 'write', issues: 'write' })
  const act = (command: string, inputs = {}) =>
    runAction({ ...world.request(command, { token, ...inputs }), env: { GITHUB_REF: 'refs/tags/v1' } })
  await act('plan', { pipeline: 'pipelines/p.yml' })
  const made = await act('run', { job: 'orders' })
  assert.equal(made.exitCode, 0, made.log)
  const told = await act('report', { pipeline: 'pipelines/p.yml' })
  assert.equal(told.exitCode, 1, told.log)
  assert.match(told.log, /are not committed: it ran on the tag v1/)
})
