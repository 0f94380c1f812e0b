import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect } from '../support/connect.ts'
import { outsider, owner, repo, startGitHub } from '../support/github-server.ts'

const draft = {
  key: 'issue:daily/orders',
  title: 'daily: orders failed',
  body: 'It failed.',
  labels: ['pipeline-failure'] as [string],
  assignees: [],
}
const query = { key: draft.key, label: 'pipeline-failure' }
const issues = `/repos/${owner}/${repo}/issues`

test('an issue that was opened is found again by its key and label', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  const { issue, created } = await github.openIssue(draft)
  assert.equal(created, true)
  assert.deepEqual(await github.findIssues(query), [issue])
  assert.deepEqual(await github.findIssues({ ...query, key: 'issue:daily/other' }), [])
})

test('pull requests and issues of others that hold our key are not ours', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  const stolen = {
    title: 'x',
    body: '<!-- millrace:issue:daily/orders -->\nmine',
    labels: ['pipeline-failure'],
  }
  await server.admin('POST', issues, stolen)
  await server.admin('POST', issues, { ...stolen, labels: [] }, outsider)
  assert.deepEqual(await github.findIssues(query), [])
})

test('an issue is found on the third page of the list', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  const { issue } = await github.openIssue(draft)
  for (let made = 0; made < 210; made += 1) {
    await server.admin('POST', issues, { title: `n${made}`, labels: ['pipeline-failure'] })
  }
  assert.deepEqual(await github.findIssues(query), [issue])
  assert.equal(server.requests.filter((one) => one.query['page'] === '3').length, 1)
})

test('of two writers at once the lower number wins and the other is closed as a duplicate', async () => {
  await using server = await startGitHub()
  const [one, other] = [connect(server, { issues: 'write' }), connect(server, { issues: 'write' })]
  const opened = await Promise.all([one.openIssue(draft), other.openIssue(draft)])
  const open = await one.findIssues(query)
  assert.equal(open.length, 1)
  assert.deepEqual(
    opened.map(({ issue }) => issue.number),
    [open[0]?.number, open[0]?.number],
  )
  assert.equal(opened.filter(({ created }) => created).length, 1)
  const closed = server.requests
    .filter((request) => request.method === 'PATCH')
    .map((request) => request.body)
  assert.deepEqual(closed, [{ state: 'closed', state_reason: 'duplicate' }])
})

test('a list that lags leaves a duplicate for the next run to see, lowest first', async () => {
  await using server = await startGitHub()
  server.inject({ match: /^GET .*\/issues$/, lag: 2, times: Infinity })
  const github = connect(server, { issues: 'write' })
  await github.openIssue(draft)
  await github.openIssue(draft)
  server.clearFaults()
  assert.deepEqual(
    (await github.findIssues(query)).map((issue) => issue.number),
    [1, 2],
  )
})

test('a title of any length is cut to what GitHub takes', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  const { issue } = await github.openIssue({ ...draft, title: 'long '.repeat(100) })
  assert.equal(issue.title.length <= 256, true)
})

test('a body that is too long is a failure that quotes GitHub', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  await assert.rejects(github.openIssue({ ...draft, body: 'x'.repeat(65_537) }), {
    code: 'github/invalid',
    message: /body is too long \(maximum is 65536 characters\)/,
  })
})

test('an issue whose assignees GitHub does not take is opened without them, and they are named', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  server.inject({ match: /^POST .*\/issues$/, status: 422, message: 'Validation Failed' })
  const { created, refused } = await github.openIssue({ ...draft, assignees: ['nobdy'] })
  assert.deepEqual([created, refused], [true, ['nobdy']])
  const [issue] = await server.admin<{ assignees: unknown[] }[]>('GET', issues)
  assert.deepEqual(issue?.assignees, [])
})

for (const status of [403, 404]) {
  test(`a token whose owner GitHub does not tell (${status}) is a workflow's own`, async () => {
    await using server = await startGitHub()
    const github = connect(server, { issues: 'write' })
    await github.openIssue(draft)
    const other = connect(server, { issues: 'write' })
    server.inject({ match: /^POST \/graphql$/, status, message: 'no' })
    assert.equal((await other.findIssues(query)).length, 1)
  })
}

test('a server that fails to tell whose token it is fails the question, and is asked again', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  server.inject({ match: /^POST \/graphql$/, status: 502, times: 4 })
  await assert.rejects(github.findIssues(query), { code: 'github/server' })
  assert.deepEqual(await github.findIssues(query), [])
})

test('an issue is closed, with its reason, and opened again', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  const { issue } = await github.openIssue(draft)
  await github.closeIssue(issue.number, 'completed')
  assert.deepEqual(await github.findIssues(query), [])
  await github.reopenIssue(issue.number)
  assert.deepEqual(await github.findIssues(query), [issue])
})
