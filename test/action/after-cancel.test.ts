import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startArtifactService } from '../support/artifact-service.ts'
import { startGitHub } from '../support/github-server.ts'
import { runAction } from '../support/run-action.ts'

async function startWorld(manifest: string) {
  const workspace = await mkdtemp(join(tmpdir(), 'millrace-cancel-'))
  await mkdir(join(workspace, 'pipelines'))
  await writeFile(join(workspace, 'pipelines/p.yml'), manifest)
  const artifacts = await startArtifactService()
  const github = await startGitHub({ artifacts })
  const token = github.token({ contents: 'read' })
  const act = (command: string, inputs: Readonly<Record<string, string>> = {}) =>
    runAction({
      inputs: { command, token, ...inputs },
      workspace,
      event: 'workflow_dispatch',
      runId: 1,
      github,
      artifacts,
    })
  const close = async () => {
    await artifacts[Symbol.asyncDispose]()
    await github[Symbol.asyncDispose]()
    await rm(workspace, { recursive: true, force: true })
  }
  return { workspace, act, [Symbol.asyncDispose]: close }
}

const step = (id: string, more: string) => `  ${id}:\n    run: echo ${id} >> log.txt\n${more}`
const pipeline = `name: P
steps:
${step('up', '')}${step('other', '')}${step('between', '    needs: [up, other]\n')}${step('down', '    teardown: up\n')}
${step('never', '')}${step('never-down', '    teardown: never\n')}${step('tell', '    needs: [between]\n    if: always()\n')}
`

test('a cancelled run is torn down in a job of its own, and only what was set up', async () => {
  await using world = await startWorld(pipeline)
  await world.act('plan', { pipeline: 'pipelines/p.yml' })
  const up = await world.act('run', { job: 'up' })
  assert.equal(up.exitCode, 0, up.log)
  const after = await world.act('recover', { cancelled: 'true' })
  assert.equal(after.exitCode, 0, after.log)
  assert.deepEqual((await readFile(join(world.workspace, 'log.txt'), 'utf8')).trim().split('\n').toSorted(), [
    'down',
    'tell',
    'up',
  ])
  const reported = await world.act('report', { pipeline: 'pipelines/p.yml', cancelled: 'true' })
  assert.match(reported.outputs, /result<<.*\ncancelled/)
  assert.match(reported.summary, /`down` .* succeeded/)
})

test('a cancelled run that had set up nothing has nothing to tear down', async () => {
  await using world = await startWorld(
    `name: P\nsteps:\n${step('up', '')}${step('down', '    teardown: up\n')}`,
  )
  await world.act('plan', { pipeline: 'pipelines/p.yml' })
  const after = await world.act('recover', { cancelled: 'true' })
  assert.equal(after.exitCode, 0, after.log)
  await assert.rejects(readFile(join(world.workspace, 'log.txt'), 'utf8'))
})
