import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startWorld } from '../support/action-world.ts'
import { runAction } from '../support/run-action.ts'

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
  const after = await runAction(world.request('recover', { cancelled: 'true' }))
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
  const after = await runAction(world.request('recover', { cancelled: 'true' }))
  assert.equal(after.exitCode, 0, after.log)
  await assert.rejects(readFile(join(world.workspace, 'log.txt'), 'utf8'))
})
