import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type ActRun, runAct } from '../support/act.ts'
import { makeRepository } from '../support/act-repository.ts'
import { startArtifactService } from '../support/artifact-service.ts'
import { owner, repo, startGitHub, type TestGitHub } from '../support/github-server.ts'
import { serve } from '../support/http-server.ts'
import { query, startPostgres } from '../support/postgres.ts'

const root = join(import.meta.dirname, '../..')

/** Runs one of the project's own workflows by hand, in a repository that holds its pipelines. */
async function runOwn(
  name: string,
  more: {
    runId: number
    inputs?: Record<string, string>
    secrets?: Record<string, string>
    look?: (github: TestGitHub) => Promise<void>
  },
): Promise<ActRun> {
  const paths = globSync('pipelines/**/*.{yml,csv,py,md}', { cwd: root })
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
  await using artifacts = await startArtifactService()
  await using github = await startGitHub({ artifacts })
  await using repository = await makeRepository(files)
  const workflowFile = `millrace-${name}.yml`
  const run = await runAct({
    repository,
    workflow: readFileSync(join(root, '.github/workflows', workflowFile), 'utf8'),
    workflowFile,
    event: 'workflow_dispatch',
    payload: { inputs: more.inputs ?? {}, repository: { default_branch: 'main' } },
    runId: more.runId,
    github,
    artifacts,
    secrets: more.secrets ?? {},
    token: github.token({ actions: 'read', contents: 'write', issues: 'write' }),
  })
  assert.equal(run.exitCode, 0, run.raw)
  assert.equal(run.jobs['report']?.[0]?.result, 'success', run.raw)
  await more.look?.(github)
  return run
}

test('our own demo runs in our own workflow, in two waves of two jobs', async () => {
  const run = await runOwn('demo', { runId: 701, inputs: { busiest: '10' } })
  const legs = (wave: string) => run.jobs[wave]?.map(({ matrix }) => matrix['job']).toSorted()
  assert.deepEqual(legs('wave-1'), ['airports', 'routes'])
  assert.deepEqual(legs('wave-2'), ['hubs', 'longest-routes'])
  assert.ok(
    run.summaries.some((summary) => /publish-hubs.*10 rows inserted/.test(summary)),
    run.raw,
  )
})

test('our own earthquakes are fetched and committed', async () => {
  const header =
    'time,latitude,longitude,depth,mag,magType,nst,gap,dmin,rms,net,id,updated,place,type,horizontalError,' +
    'depthError,magError,magNst,status,locationSource,magSource\n'
  const quake =
    '2026-11-20T22:31:04.123Z,-17.9,-178.5,551.2,6.1,mww,,,,,us,us1,,Fiji,earthquake,,,,,reviewed,us,us\n'
  await using feed = await serve((_, response) => {
    response.setHeader('content-type', 'text/csv')
    response.end(header + quake)
  })
  await runOwn('earthquakes', {
    runId: 702,
    inputs: { feed: `${feed.url}/week.csv` },
    look: async (github) => {
      const path = `/repos/${owner}/${repo}/contents/pipelines/data/earthquakes.csv`
      const { content } = await github.admin<{ content: string }>('GET', path)
      assert.match(
        Buffer.from(content, 'base64').toString(),
        /^us1,2026-11-20T22:31:04\.123Z,6\.1,551\.2,Fiji/m,
      )
    },
  })
})

test('our own scores reach a PostgreSQL warehouse through Python, in several jobs', async () => {
  await using postgres = await startPostgres()
  const url = await postgres.database()
  const run = await runOwn('warehouse', { runId: 703, secrets: { WAREHOUSE_URL: url } })
  const [{ n } = {}] = await query(url, 'select count(*)::int as n from airport_scores')
  assert.ok(typeof n === 'number' && n > 200)
  assert.equal(run.text.includes(postgres.password), false, 'the log shows the password')
})
