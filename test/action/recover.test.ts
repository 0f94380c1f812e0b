import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startWorld as startCheckout } from '../support/action-world.ts'
import { runAction } from '../support/run-action.ts'

async function startWorld(manifest: string) {
  const started = await startCheckout(manifest)
  const act = (command: string, inputs: Readonly<Record<string, string>> = {}, attempt = '1') =>
    runAction({ ...started.request(command, inputs), env: { GITHUB_RUN_ATTEMPT: attempt } })
  return { ...started, act }
}

const step = (id: string, more = '') =>
  `  ${id}:\n    run: { script: 'echo ${id} >> log.txt; printf "of\\n${id}\\n" > "$MILLRACE_OUTPUT"', output: csv }\n${more}`

test('what a lost job and those after it would have done is done by the recovering job, and by nobody twice', async () => {
  const all = '    transform: { sql: select of from left union all select of from right }\n'
  await using world = await startWorld(
    `name: P\nsteps:\n${step('left')}${step('right')}  all:\n    needs: [left, right]\n${all}${step('last', '    needs: [all]\n')}`,
  )
  const planned = await world.act('plan', { pipeline: 'pipelines/p.yml' })
  assert.equal(planned.exitCode, 0, planned.log)
  assert.equal((await world.act('run', { job: 'left' })).exitCode, 0)
  const after = await world.act('run', { job: 'all' })
  assert.equal(after.exitCode, 1, after.log)
  const recovered = await world.act('recover')
  assert.equal(recovered.exitCode, 0, recovered.log)
  assert.match(recovered.log, /1 job left nothing: right/)
  assert.equal(await readFile(join(world.workspace, 'log.txt'), 'utf8'), 'left\nright\nlast\n')
  const reported = await world.act('report', { pipeline: 'pipelines/p.yml' })
  assert.equal(reported.exitCode, 0, reported.log + reported.summary)
  assert.match(reported.outputs, /result<<.*\nsuccess/)
})

test('a recovering job has nothing to do when a step failed and none was lost', async () => {
  await using world = await startWorld('name: P\nsteps:\n  bad:\n    run: exit 3\n')
  await world.act('plan', { pipeline: 'pipelines/p.yml' })
  assert.equal((await world.act('run', { job: 'bad' })).exitCode, 1)
  const recovered = await world.act('recover')
  assert.equal(recovered.exitCode, 0, recovered.log)
  assert.match(recovered.log, /every job told how it ended/)
})

test('a step whose author allows no further attempt stays lost, and what comes after it undone', async () => {
  await using world = await startWorld(
    `name: P\nsteps:\n${step('once', '    retry: { infrastructure: 0 }\n')}${step('other')}  after:\n    needs: [once, other]\n    run: echo after >> log.txt\n`,
  )
  await world.act('plan', { pipeline: 'pipelines/p.yml' })
  await world.act('run', { job: 'other' })
  await world.act('run', { job: 'after' })
  const recovered = await world.act('recover')
  assert.equal(recovered.exitCode, 0, recovered.log)
  assert.match(recovered.log, /none of it may be run again here/)
  const reported = await world.act('report', { pipeline: 'pipelines/p.yml' })
  assert.equal(reported.exitCode, 1, reported.log)
  assert.match(reported.summary, /once/)
})

test('a job that is run again and loses its runner then is recovered, whatever it told the first time', async () => {
  await using world = await startWorld(
    `name: P\nsteps:\n  bad:\n    run: test -e mended && echo bad >> log.txt\n${step('good')}`,
  )
  await world.act('plan', { pipeline: 'pipelines/p.yml' })
  assert.equal((await world.act('run', { job: 'good' })).exitCode, 0)
  assert.equal((await world.act('run', { job: 'bad' })).exitCode, 1)
  await writeFile(join(world.workspace, 'mended'), '')
  const recovered = await world.act('recover', {}, '2')
  assert.equal(recovered.exitCode, 0, recovered.log)
  assert.match(recovered.log, /1 job left nothing: bad/)
  assert.equal(await readFile(join(world.workspace, 'log.txt'), 'utf8'), 'good\nbad\n')
})
