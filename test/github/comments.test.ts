import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect } from '../support/connect.ts'
import { outsider, owner, repo, startGitHub, type TestGitHub } from '../support/github-server.ts'

const issues = `/repos/${owner}/${repo}/issues`

async function anIssue(server: TestGitHub): Promise<number> {
  return (await server.admin<{ number: number }>('POST', issues, { title: 'a pull request, say' })).number
}

test('a sticky comment is made once, updated when it differs and left alone when it does not', async () => {
  await using server = await startGitHub()
  const github = connect(server, { 'pull-requests': 'write' })
  const number = await anIssue(server)
  const changes: string[] = []
  for (const body of ['one', 'two', 'two'])
    changes.push((await github.upsertComment(number, 'plan', body)).change)
  assert.deepEqual(changes, ['created', 'updated', 'unchanged'])
  const comments = await server.admin<{ body: string }[]>('GET', `${issues}/${number}/comments`)
  assert.deepEqual(
    comments.map((comment) => comment.body),
    ['<!-- millrace:plan -->\ntwo'],
  )
})

test("a comment of another's that bears our marker is not touched", async () => {
  await using server = await startGitHub()
  const github = connect(server, { 'pull-requests': 'write' })
  const number = await anIssue(server)
  await server.admin('POST', `${issues}/${number}/comments`, { body: '<!-- millrace:plan -->\nmine' }, owner)
  assert.equal((await github.upsertComment(number, 'plan', 'ours')).change, 'created')
})

test('a key cannot end the hidden comment it stands in', async () => {
  await using server = await startGitHub()
  const github = connect(server, { 'pull-requests': 'write' })
  const number = await anIssue(server)
  await github.upsertComment(number, 'x --> <h1>', 'body')
  const [comment] = await server.admin<{ body: string }[]>('GET', `${issues}/${number}/comments`)
  assert.match(comment?.body ?? '', /^<!-- millrace:[0-9a-f]{64} -->\nbody$/)
})

test('a token that may only read is a failure that says which permission is missing', async () => {
  await using server = await startGitHub()
  const github = connect(server, { 'pull-requests': 'read', issues: 'read' })
  await assert.rejects(github.upsertComment(await anIssue(server), 'plan', 'body'), {
    code: 'github/forbidden',
    retryable: false,
    message: /Resource not accessible by integration/,
    help: /permission/,
  })
})

test('the pull request of a commit is found, also when it comes from a fork', async () => {
  await using server = await startGitHub()
  const github = connect(server, { 'pull-requests': 'read' })
  await server.admin('POST', `/repos/${owner}/${repo}/forks`, {}, outsider)
  const { commit } = await server.admin<{ commit: { sha: string } }>(
    'PUT',
    `/repos/${outsider}/${repo}/contents/pipelines/x.yml`,
    { message: 'm', content: 'aGk=', branch: 'main' },
    outsider,
  )
  const fork = { title: 'from a fork', head: `${outsider}:main`, base: 'main' }
  const { number } = await server.admin<{ number: number }>(
    'POST',
    `/repos/${owner}/${repo}/pulls`,
    fork,
    outsider,
  )
  assert.equal(await github.pullRequestFor({ sha: commit.sha }), undefined)
  const found = await github.pullRequestFor({ sha: commit.sha, head: `${outsider}:main` })
  assert.deepEqual([found?.number, found?.fork, found?.headSha], [number, true, commit.sha])
  assert.equal(await github.pullRequestFor({ sha: 'f'.repeat(40), head: `${outsider}:main` }), undefined)
})

for (const status of [404, 422]) {
  test(`the pull request of a fork's commit that GitHub does not know (${status}) is found by its branch`, async () => {
    await using server = await startGitHub()
    const github = connect(server, { contents: 'read', 'pull-requests': 'read' })
    const sha = 'f'.repeat(40)
    server.inject({ match: /^GET .*\/commits\/.*\/pulls$/, status, message: 'No commit found for SHA' })
    assert.equal(await github.pullRequestFor({ sha, head: `${outsider}:main` }), undefined)
    assert.equal(server.requests.at(-1)?.query['head'], `${outsider}:main`)
  })
}
