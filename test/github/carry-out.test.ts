import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { carryOut } from '../../src/adapters/github/carry-out.ts'
import type { Intent } from '../../src/report/intent.ts'
import { failureKey, keyLine } from '../../src/report/issue-key.ts'
import { connect } from '../support/connect.ts'
import { owner, repo, startGitHub, type TestGitHub } from '../support/github-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'millrace-carry-out-'))
after(() => rm(folder, { recursive: true, force: true }))
const key = failureKey('daily', 'orders')
const ofRun = (run: string) => ({
  run,
  runUrl: `https://github.com/x/actions/runs/${run}`,
  folder,
  branch: 'main',
  inRepository: (path: string) => path,
})

function failing(run: string): Intent {
  return {
    type: 'upsert-issue',
    key,
    title: 'Daily: step "orders" failed',
    body: `${keyLine(key)}\nfailed, see ${ofRun(run).runUrl}`,
    comment: `Failed again, see ${ofRun(run).runUrl}`,
    labels: ['millrace', 'pipeline-failure'],
    assignees: [],
  }
}

interface Shown {
  readonly number: number
  readonly state: string
  readonly comments: number
}

async function issuesOf(server: TestGitHub): Promise<readonly Shown[]> {
  const all = await server.admin<Shown[]>('GET', `/repos/${owner}/${repo}/issues?state=all`)
  return all.map(({ number, state, comments }) => ({ number, state, comments }))
}

test('a failure opens an issue, the next comments on it, recovery closes it, and the one after opens another', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  await carryOut([failing('1')], github, ofRun('1'))
  assert.deepEqual(await issuesOf(server), [{ number: 1, state: 'open', comments: 0 }])
  await carryOut([failing('2')], github, ofRun('2'))
  assert.deepEqual(await issuesOf(server), [{ number: 1, state: 'open', comments: 1 }])
  await carryOut([{ type: 'close-issue', key, number: 1, comment: 'Good again' }], github, ofRun('3'))
  assert.deepEqual(await issuesOf(server), [{ number: 1, state: 'closed', comments: 2 }])
  const [deed] = await carryOut([failing('4')], github, ofRun('4'))
  assert.equal(deed?.told, 'opened issue #2')
})

test('carried out twice, intents change nothing', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write', contents: 'write' })
  await writeFile(join(folder, 'out.csv'), 'x\n')
  const files = [{ path: 'data/out.csv', source: 'out.csv' }]
  const commit: Intent = { type: 'commit-files', message: 'data', files }
  for (const run of ['1', '1', '2', '2']) await carryOut([failing(run), commit], github, ofRun(run))
  assert.deepEqual(await issuesOf(server), [{ number: 1, state: 'open', comments: 1 }])
  const commits = await server.admin<unknown[]>('GET', `/repos/${owner}/${repo}/commits`)
  assert.equal(commits.length, 2)
})

test('duplicates of an issue are closed, the lowest number stays', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  server.inject({ match: /^GET .*\/issues$/, lag: 9, times: Infinity })
  await carryOut([failing('1')], github, ofRun('1'))
  await carryOut([failing('2')], github, ofRun('2'))
  server.clearFaults()
  await carryOut([failing('3')], github, ofRun('3'))
  const states = (await issuesOf(server)).map(({ number, state }) => [number, state])
  assert.deepEqual(Object.fromEntries(states), {
    1: 'open',
    2: 'closed',
  })
})

test('what a token may not do is told, and the rest is done', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'read', contents: 'write' })
  await writeFile(join(folder, 'out.csv'), 'x\n')
  const files = [{ path: 'data/out.csv', source: 'out.csv' }]
  const deeds = await carryOut(
    [failing('1'), { type: 'commit-files', message: 'm', files }],
    github,
    ofRun('1'),
  )
  assert.deepEqual(
    deeds.map(({ failure }) => failure?.code),
    ['github/forbidden', undefined],
  )
  assert.match(deeds[1]?.told ?? '', /^committed data\/out\.csv to main/)
})

test('run 12 comments on an issue that tells of run 123', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  await carryOut([failing('123')], github, ofRun('123'))
  const [deed] = await carryOut([failing('12')], github, ofRun('12'))
  assert.equal(deed?.told, 'commented on issue #1')
})

test('a file that its job did not hand on is told, and the rest is done', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write', contents: 'write' })
  const files = [{ path: 'data/out.csv', source: 'none.csv' }]
  const deeds = await carryOut(
    [{ type: 'commit-files', message: 'm', files }, failing('1')],
    github,
    ofRun('1'),
  )
  assert.equal(deeds[0]?.failure?.code, 'commit/missing')
  assert.match(deeds[0]?.told ?? '', /data\/out\.csv is not committed/)
  assert.equal(deeds[1]?.told, 'opened issue #1')
})

test('people who cannot be assigned are named where the issue is told', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  server.inject({ match: /^POST .*\/issues$/, status: 422, message: 'Validation Failed' })
  const [deed] = await carryOut([{ ...failing('1'), assignees: ['nobdy'] } as Intent], github, ofRun('1'))
  assert.equal(deed?.told, 'opened issue #1; GitHub does not take nobdy as assignees')
})
