import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startWorld } from '../support/action-world.ts'
import type { Permissions } from '../support/github-permissions.ts'
import { owner, repo } from '../support/github-server.ts'
import { runAction, type ActionRun } from '../support/run-action.ts'

type World = Awaited<ReturnType<typeof startWorld>>

const cron = '30 6 * * *'
const manifest = (catchUp: string) => `name: P
inputs: { region: { type: choice, options: [eu, us], required: true } }
on: { schedule: [{ cron: '${cron}', catch-up: ${catchUp}, with: { region: us } }] }
steps:
  told: { run: 'echo "TOLD $DATE $REGION $LATEST"', env: { DATE: '\${{ run.date }}', REGION: '\${{ inputs.region }}', LATEST: '\${{ run.latest }}' } }
`
const whole: Permissions = { actions: 'read', contents: 'write', issues: 'write' }

interface Made {
  readonly id: number
  /** A day of March, at noon. */
  readonly day: number
  readonly attempt?: number
  readonly event?: 'schedule' | 'repository_dispatch'
  readonly permissions?: Permissions
  readonly line?: string
}

const byCatchUp = (line = cron) => ({ action: 'millrace-catch-up-p', client_payload: { cron: line } })

/** One job of a run, as GitHub starts it. */
function starter(
  world: World,
  { id, day, attempt = 1, event = 'schedule', permissions = whole, line }: Made,
) {
  const createdAt = `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`
  if (attempt === 1)
    world.github.declareRun({ id, workflow: 'millrace-p.yml', headSha: 'a'.repeat(40), createdAt, event })
  return (command: string, inputs: Readonly<Record<string, string>> = {}) =>
    runAction({
      ...world.request(command, { ...inputs, token: world.github.token(permissions) }),
      runId: id,
      event,
      payload: event === 'schedule' ? { schedule: line ?? cron } : byCatchUp(line),
      env: {
        ...world.artifacts.environment(id, attempt),
        GITHUB_RUN_ATTEMPT: String(attempt),
        GITHUB_WORKFLOW_REF: `${owner}/${repo}/.github/workflows/millrace-p.yml@refs/heads/main`,
      },
    })
}

/** The jobs of a run; without `work` its one wave is lost. */
async function wholeRun(
  world: World,
  { work = false, ...made }: Made & { readonly work?: boolean },
): Promise<{ plan: ActionRun; date: string; told: string; report: ActionRun }> {
  const start = starter(world, made)
  const plan = await start('plan', { pipeline: 'pipelines/p.yml' })
  const run = work ? await start('run', { job: 'told' }) : undefined
  const report = await start('report', { pipeline: 'pipelines/p.yml' })
  const date = /^### Plan of P for `(.*)`$/m.exec(plan.summary)?.[1] ?? ''
  return { plan, date, told: /TOLD (.*)/.exec(run?.log ?? '')?.[1] ?? '', report }
}

const dispatched = (world: World) =>
  world.github.requests.filter(({ path }) => path.endsWith('/dispatches')).map(({ body }) => body)

test('what was dropped is made up for, the oldest first, by a chain of runs that ends by itself', async () => {
  await using world = await startWorld(manifest('all'))
  assert.equal((await wholeRun(world, { id: 5, day: 5 })).date, '2026-03-05')
  const late = await wholeRun(world, { id: 7, day: 7, work: true })
  assert.equal(late.told, '2026-03-06 us false', late.report.log)
  assert.match(late.plan.summary, /1 tick of `30 6 \* \* \*` \(2026-03-07T06:30:00.000Z\) is due beside it/)
  assert.match(late.report.log, /^1 tick of .* is due, .*: started the run for the oldest$/m)
  assert.deepEqual(dispatched(world), [{ event_type: 'millrace-catch-up-p', client_payload: { cron } }])
  const next = await wholeRun(world, { id: 8, day: 7, event: 'repository_dispatch', work: true })
  assert.deepEqual([next.told, dispatched(world).length], ['2026-03-07 us false', 1])
  const doubled = await wholeRun(world, { id: 9, day: 7, event: 'repository_dispatch' })
  assert.deepEqual([doubled.plan.exitCode, doubled.report.exitCode], [0, 0], doubled.report.log)
  assert.match(doubled.plan.outputs, /wave-1<<.*\n\[\]\n/)
  assert.match(doubled.report.outputs, /result<<.*\nskipped/)
  assert.match(doubled.plan.summary, /no tick of .* is due/)
})

test('a tick whose run could not be kept is not run again, and none after it is lost', async () => {
  await using world = await startWorld(manifest('all'))
  await wholeRun(world, { id: 5, day: 5 })
  const readOnly: Permissions = { actions: 'read', contents: 'read', issues: 'write' }
  const unkept = await wholeRun(world, { id: 7, day: 7, permissions: readOnly, work: true })
  assert.equal(unkept.told, '2026-03-06 us false')
  assert.match(unkept.report.log, /^::warning title=Millrace::1 tick .*could not be kept/m)
  assert.deepEqual(dispatched(world), [])
  const next = await wholeRun(world, { id: 8, day: 8 })
  assert.equal(next.date, '2026-03-07', next.plan.log)
  assert.match(next.plan.log, /^the ledger knows nothing of .*runs\/7, which had the tick 2026-03-06T/m)
})

test('a run that is run again is for the tick it was for, also when it could not be kept', async () => {
  await using world = await startWorld(manifest('all'))
  await wholeRun(world, { id: 5, day: 5 })
  await wholeRun(world, { id: 7, day: 7 })
  const planned = async (made: Made) => {
    const { summary } = await starter(world, made)('plan', { pipeline: 'pipelines/p.yml' })
    return /^### Plan of P for `(.*)`$/m.exec(summary)?.[1]
  }
  assert.equal(await planned({ id: 7, day: 7, attempt: 2 }), '2026-03-06')
  assert.equal(await planned({ id: 8, day: 8 }), '2026-03-07')
  assert.equal(await planned({ id: 8, day: 8, attempt: 2 }), '2026-03-07')
})

test('a run that was cancelled before it loaded anything, or came to no plan, leaves its tick due', async () => {
  await using world = await startWorld(manifest('all'))
  await wholeRun(world, { id: 5, day: 5 })
  const start = starter(world, { id: 6, day: 6 })
  await start('plan', { pipeline: 'pipelines/p.yml' })
  await start('report', { pipeline: 'pipelines/p.yml', cancelled: 'true' })
  await starter(world, { id: 7, day: 7 })('report', { pipeline: 'pipelines/p.yml' })
  assert.equal((await wholeRun(world, { id: 8, day: 8 })).date, '2026-03-06')
})

for (const [catchUp, date] of [
  ['latest', '2026-03-08'],
  ['none', ''],
] as const)
  test(`with catch-up: ${catchUp}, a run that stood in line past the next tick ${date === '' ? 'does nothing' : 'is for the tick that was due'}`, async () => {
    await using world = await startWorld(manifest(catchUp))
    const start = starter(world, { id: 8, day: 8 })
    const { summary } = await start('plan', { pipeline: 'pipelines/p.yml' })
    assert.match(summary, date === '' ? /nothing to run/ : new RegExp(date))
  })
