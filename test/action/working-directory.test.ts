import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startArtifactService } from '../support/artifact-service.ts'
import { owner, repo, startGitHub } from '../support/github-server.ts'
import { runAction } from '../support/run-action.ts'

const manifest = `name: P
inputs:
  day: { type: text, default: monday }
steps:
  orders:
    extract: { csv: orders.csv }
  out:
    load: { from: orders, file: out.csv, commit: true }
`

test('a folder of its own: plan, run and report there, and commit below it', async () => {
  await using artifacts = await startArtifactService()
  await using github = await startGitHub({ artifacts })
  const workspace = await mkdtemp(join(tmpdir(), 'millrace-workspace-'))
  await mkdir(join(workspace, 'etl/pipelines'), { recursive: true })
  await writeFile(join(workspace, 'etl/pipelines/p.yml'), manifest)
  await writeFile(join(workspace, 'etl/orders.csv'), 'id\n1\n')
  const token = github.token({ contents: 'write', actions: 'read', issues: 'write' })
  const action = (command: string, inputs: Readonly<Record<string, string>>) =>
    runAction({
      inputs: { command, token, 'working-directory': 'etl', pipeline: 'pipelines/p.yml', ...inputs },
      workspace,
      event: 'workflow_dispatch',
      payload: { inputs: { day: 'friday' }, repository: { default_branch: 'main' } },
      runId: 1,
      github,
      artifacts,
    })
  const planned = await action('plan', {})
  assert.equal(planned.exitCode, 0, planned.log)
  const [job = ''] = JSON.parse(/wave-1<<.*\n(.*)\n/.exec(planned.outputs)?.[1] ?? '[]') as string[]
  const ran = await action('run', { job })
  assert.equal(ran.exitCode, 0, ran.log)
  const reported = await action('report', { results: '{"plan":"success"}' })
  assert.equal(reported.exitCode, 0, reported.log)
  const committed = await github.admin<{ content: string }>(
    'GET',
    `/repos/${owner}/${repo}/contents/etl/out.csv`,
  )
  assert.equal(Buffer.from(committed.content, 'base64').toString(), 'id\n1\n')
  assert.match(reported.summary, /friday/)
  await rm(workspace, { recursive: true, force: true })
})
