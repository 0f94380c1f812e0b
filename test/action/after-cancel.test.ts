import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWorld } from '../support/action-world.ts'
import { runAction, startAction } from '../support/run-action.ts'

const step = (id: string, more: string) => `  ${id}:\n    run: echo ${id} >> log.txt\n${more}`
const pipeline = `name: P
steps:
${step('up', '')}${step('other', '')}${step('between', '    needs: [up, other]\n')}${step('down', '    teardown: up\n')}
${step('never', '')}${step('never-down', '    teardown: never\n')}${step('tell', '    needs: [between]\n    if: always()\n')}
`

test('a cancelled run is torn down in a job of its own, and only what was set up', async () => {
  await using world = await startWorld(pipeline)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  const up = await runAction(world.request('run', { job: 'up' }))
  assert.equal(up.exitCode, 0, up.log)
  const after = await runAction(world.request('after-cancel'))
  assert.equal(after.exitCode, 0, after.log)
  assert.deepEqual((await readFile(join(world.workspace, 'log.txt'), 'utf8')).trim().split('\n').toSorted(), [
    'down',
    'tell',
    'up',
  ])
  const reported = await runAction(
    world.request('report', { pipeline: 'pipelines/p.yml', cancelled: 'true' }),
  )
  assert.match(reported.outputs, /result<<.*\ncancelled/)
  assert.match(reported.summary, /`down` .* succeeded/)
})

test('a cancelled run that had set up nothing has nothing to tear down', async () => {
  await using world = await startWorld(
    `name: P\nsteps:\n${step('up', '')}${step('down', '    teardown: up\n')}`,
  )
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  const after = await runAction(world.request('after-cancel'))
  assert.equal(after.exitCode, 0, after.log)
  await assert.rejects(readFile(join(world.workspace, 'log.txt'), 'utf8'))
})

type World = Awaited<ReturnType<typeof startWorld>>

const logOf = async (world: World) =>
  (await readFile(join(world.workspace, 'log.txt'), 'utf8').catch(() => '')).trim().split('\n').toSorted()

/** Runs a job until its step has begun, and stops it as GitHub does when its time is over. */
async function stopAtWork(world: World, job: string) {
  const work = await startAction(world.request('run', { job }))
  while (!(await logOf(world)).includes(job)) await sleep(50)
  work.kill('SIGINT')
  return work.ended
}

const stoppable = (more = '') => `name: P
steps:
  work:
    run: 'echo work >> log.txt; sleep 20'
${more}${step('tidy', `    needs: [work]\n    if: always()\n${more}`)}${step('other', '')}`

for (const [whether, lost] of [
  ['nothing was lost', false],
  ['another job was lost too', true],
] as const)
  test(`what a stopped job left is run by the recovering one when ${whether}`, async () => {
    await using world = await startWorld(stoppable())
    await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
    if (!lost) await runAction(world.request('run', { job: 'other' }))
    await stopAtWork(world, 'work')
    assert.deepEqual(await logOf(world), lost ? ['work'] : ['other', 'work'])
    const recovered = await runAction(world.request('recover'))
    assert.equal(recovered.exitCode, 0, recovered.log)
    assert.deepEqual(await logOf(world), ['other', 'tidy', 'work'])
    const reported = await runAction(world.request('report', { pipeline: 'pipelines/p.yml' }))
    assert.match(reported.summary, /`tidy` .* succeeded/)
  })

test('what a stopped job left runs on its own runner, whichever most steps are on', async () => {
  const more = ['a', 'b', 'c'].map((id) => step(id, '')).join('')
  await using world = await startWorld(`${stoppable('    runs-on: [self-hosted, x]\n')}${more}`)
  await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  await stopAtWork(world, 'work')
  await runAction(world.request('recover'))
  assert.deepEqual(await logOf(world), ['a', 'b', 'c', 'other', 'work'])
  const second = await runAction(world.request('recover', { job: 'recover-2' }))
  assert.equal(second.exitCode, 0, second.log)
  assert.deepEqual(await logOf(world), ['a', 'b', 'c', 'other', 'tidy', 'work'])
  const after = await runAction(world.request('after-cancel'))
  assert.match(after.log, /nothing is left to run/, 'what recovered is known after a cancel')
})
