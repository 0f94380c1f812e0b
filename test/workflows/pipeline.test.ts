import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAct, type ActRun } from '../support/act.ts'
import { makeRepository, type ActRepository } from '../support/act-repository.ts'
import { startArtifactService, type ArtifactService } from '../support/artifact-service.ts'
import { generatedWorkflows } from '../support/generated-workflows.ts'
import { owner, repo, startGitHub, type TestGitHub } from '../support/github-server.ts'

const secret = 'planted-s3cret-value'
const file = 'pipelines/daily.yml'
const manifest = `
name: Daily sales
on:
  schedule: [{ cron: '30 6 * * *' }]
steps:
  orders:
    extract: { csv: data/orders.csv }
  regions:
    extract: { csv: data/regions.csv }
  daily:
    needs: [orders, regions]
    transform:
      sql: select name, sum(amount) as total from orders join regions using (region) group by name order by name
  publish:
    load: { from: daily, file: out/daily.csv, commit: true }
  tell:
    needs: [publish]
    env: { KEY: '\${{ secrets.API_KEY }}' }
    run: ./scripts/tell.sh
on-failure:
  issue: { labels: [pipeline-failure] }
`
const data = {
  'data/orders.csv': 'id,region,amount\n1,eu,10.50\n2,us,4\n3,eu,0.25\n',
  'data/regions.csv': 'region,name\neu,Europe\nus,America\n',
}
const good = '#!/bin/bash\necho "told $KEY"\n'
const failing = '#!/bin/bash\necho "::error::planted"; echo "key: $KEY"; echo "the last words"; exit 3\n'
/** Ends the action's own process, as a machine that goes away does. */
const dying = `#!/bin/bash
pid=$$
until grep --quiet action/main.js /proc/$pid/cmdline; do pid=$(cut -d' ' -f4 /proc/$pid/stat); done
kill -9 $pid
sleep 5
`

interface World {
  readonly github: TestGitHub
  readonly artifacts: ArtifactService
  readonly repository: ActRepository
}

async function worldOf(script: string) {
  const artifacts = await startArtifactService()
  const github = await startGitHub({ artifacts })
  const repository = await makeRepository({ ...data, [file]: manifest, 'scripts/tell.sh': script })
  const close = async () => {
    await repository[Symbol.asyncDispose]()
    await artifacts[Symbol.asyncDispose]()
    await github[Symbol.asyncDispose]()
  }
  return { github, artifacts, repository, [Symbol.asyncDispose]: close }
}

/** The runs of one world are a day apart, the first number of each on the first: each is for a tick of its own. */
function runPipeline({ github, artifacts, repository }: World, runId: number): Promise<ActRun> {
  github.declareRun({
    id: runId,
    workflow: 'millrace-daily.yml',
    headSha: 'a'.repeat(40),
    event: 'schedule',
    conclusion: 'failure',
    createdAt: `2026-03-${String(runId % 100).padStart(2, '0')}T06:41:00Z`,
  })
  const workflow = generatedWorkflows(file, manifest).get('millrace-daily.yml') ?? ''
  return runAct({
    repository,
    workflow,
    workflowFile: 'millrace-daily.yml',
    event: 'schedule',
    payload: { schedule: '30 6 * * *', repository: { default_branch: 'main' } },
    runId,
    github,
    artifacts,
    secrets: { API_KEY: secret },
    token: github.token({ actions: 'read', contents: 'write', issues: 'write' }),
  })
}

interface Issue {
  readonly number: number
  readonly state: string
  readonly title: string
  readonly body: string
  readonly comments: number
}

function issuesOf({ github }: World): Promise<Issue[]> {
  return github.admin<Issue[]>('GET', `/repos/${owner}/${repo}/issues?state=all`)
}

/** No planted secret is anywhere that people or programs read. */
async function assertNoSecret(world: World, run: ActRun, runId: number): Promise<void> {
  assert.equal(run.text.includes(secret), false, 'the log shows the secret')
  assert.equal(JSON.stringify([run.summaries, run.annotations, run.outputs]).includes(secret), false)
  assert.equal(JSON.stringify(world.github.requests).includes(secret), false, 'GitHub was sent the secret')
  for (const { name } of world.artifacts.list(runId)) {
    assert.equal(world.artifacts.read(runId, name)?.includes(secret), false, `${name} holds the secret`)
  }
}

test('a scheduled run plans, runs in waves, commits its file and reports', async () => {
  await using world = await worldOf(good)
  const run = await runPipeline(world, 101)
  assert.equal(run.exitCode, 0, run.raw)
  assert.equal(run.jobs['report']?.[0]?.result, 'success', run.raw)
  assert.ok((run.jobs['wave-1']?.length ?? 0) === 2 && run.jobs['wave-2'] !== undefined, run.raw)
  const committed = await world.github.admin<{ content: string }>(
    'GET',
    `/repos/${owner}/${repo}/contents/out/daily.csv`,
  )
  assert.equal(Buffer.from(committed.content, 'base64').toString(), 'name,total\nAmerica,4\nEurope,10.75\n')
  assert.deepEqual(await issuesOf(world), [])
  assert.ok(run.summaries.some((summary) => summary.includes('Daily sales')))
  await assertNoSecret(world, run, 101)
})

test('a failing step opens one issue, the next failure comments on it, recovery closes it', async () => {
  await using world = await worldOf(failing)
  const first = await runPipeline(world, 201)
  assert.equal(first.exitCode, 1, first.raw)
  assert.equal(first.jobs['report']?.[0]?.result, 'failure')
  const [issue, ...others] = await issuesOf(world)
  assert.deepEqual(others, [])
  assert.match(issue?.title ?? '', /Daily sales.*tell/)
  assert.match(issue?.body ?? '', /the last words/)
  assert.match(issue?.body ?? '', /actions\/runs\/201/)
  assert.ok(
    first.annotations.every(({ message }) => message !== 'planted'),
    'a log line became a command',
  )
  await assertNoSecret(world, first, 201)

  const second = await runPipeline(world, 202)
  assert.equal(second.exitCode, 1, second.raw)
  assert.deepEqual(
    (await issuesOf(world)).map(({ number, comments }) => [number, comments]),
    [[issue?.number, 1]],
  )

  await world.repository.commit('scripts/tell.sh', good)
  const third = await runPipeline(world, 203)
  assert.equal(third.exitCode, 0, third.raw)
  assert.deepEqual(
    (await issuesOf(world)).map(({ state, comments }) => [state, comments]),
    [['closed', 2]],
  )
})

test('a job that dies without a word opens one issue all the same', async () => {
  await using world = await worldOf(dying)
  const run = await runPipeline(world, 301)
  assert.equal(run.exitCode, 1, run.raw)
  assert.equal(run.jobs['report']?.[0]?.result, 'failure', run.raw)
  const issues = await issuesOf(world)
  assert.equal(issues.length, 1, run.raw)
  assert.match(issues[0]?.body ?? '', /lost/)
})

test('a manifest that does not hold opens one issue about the plan', async () => {
  await using world = await worldOf(good)
  await world.repository.commit(file, manifest.replace('needs: [publish]', 'needs: [publsh]'))
  const run = await runPipeline(world, 401)
  assert.equal(run.exitCode, 1, run.raw)
  const annotated = run.annotations.find(({ level }) => level === 'error')
  assert.equal(annotated?.file, file, run.raw)
  const issues = await issuesOf(world)
  assert.equal(issues.length, 1, run.raw)
  assert.match(issues[0]?.body ?? '', /publsh/)
})

/** A diamond, a chain that changes its runner, and two steps that look at what is far above them. */
const deep = `
name: Deep
steps:
  top: { run: ./scripts/tell.sh }
  left: { needs: [top], run: 'echo left' }
  right: { needs: [top], run: 'echo right' }
  bottom: { needs: [left, right], run: 'echo bottom' }
  elsewhere: { needs: [bottom], runs-on: ubuntu-24.04, run: 'echo elsewhere' }
  rescue: { needs: [elsewhere], if: '\${{ failure() }}', run: 'echo rescue' }
  always: { needs: [elsewhere], if: '\${{ always() }}', run: 'echo always' }
`

async function runDeep(script: string, runId: number): Promise<ActRun> {
  const artifacts = await startArtifactService()
  await using github = await startGitHub({ artifacts })
  await using repository = await makeRepository({ 'pipelines/deep.yml': deep, 'scripts/tell.sh': script })
  const workflow = generatedWorkflows('pipelines/deep.yml', deep).get('millrace-deep.yml') ?? ''
  const token = github.token({ actions: 'read', contents: 'read', issues: 'write' })
  const event = { event: 'workflow_dispatch', workflowFile: 'millrace-deep.yml' }
  const run = await runAct({ repository, workflow, ...event, runId, github, artifacts, token })
  await artifacts[Symbol.asyncDispose]()
  return run
}

/** Each step with its result, as the summary of the run tells it. */
function toldResults({ summaries }: ActRun): Record<string, string> {
  const rows = summaries.join('\n').matchAll(/^\| `([\w-]+)` \| run \| \S+ (\w+)/gm)
  return Object.fromEntries([...rows].map(([, step = '', result = '']) => [step, result]))
}

test('steps of the third wave and below run, and know how those far above them ended', async () => {
  const well = await runDeep(good, 501)
  assert.equal(well.exitCode, 0, well.raw)
  assert.ok((well.jobs['wave-3']?.length ?? 0) > 0 && (well.jobs['wave-4']?.length ?? 0) > 0, well.raw)
  const all = ['top', 'left', 'right', 'bottom', 'elsewhere', 'always']
  const expected = Object.fromEntries(all.map((step) => [step, 'succeeded']))
  assert.deepEqual(toldResults(well), { ...expected, rescue: 'skipped' }, well.raw)
})

test('a failure in the first wave reaches the steps below, wave after wave', async () => {
  const ill = await runDeep(failing, 502)
  assert.equal(ill.exitCode, 1, ill.raw)
  const skipped = ['left', 'right', 'bottom', 'elsewhere'].map((step) => [step, 'skipped'])
  const expected = { top: 'failed', ...Object.fromEntries(skipped), rescue: 'succeeded', always: 'succeeded' }
  assert.deepEqual(toldResults(ill), expected, ill.raw)
  assert.equal(ill.jobs['report']?.[0]?.result, 'failure')
})
