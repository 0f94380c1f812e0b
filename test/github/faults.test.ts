import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectGitHub } from '../../src/adapters/github/github.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { connect } from '../support/connect.ts'
import { owner, repo, startGitHub } from '../support/github-server.ts'

const query = { key: 'k', label: 'pipeline-failure' }
const lists = /^GET .*\/issues$/
const slowDown = 'You have exceeded a secondary rate limit'

test('an answer of 502 and a lost connection are tried again', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'read' })
  server.inject({ match: lists, status: 502, html: true })
  assert.deepEqual(await github.findIssues(query), [])
  server.inject({ match: lists, reset: true })
  assert.deepEqual(await github.findIssues(query), [])
})

test('a wish to wait is kept when it is short', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'read' })
  server.inject({ match: lists, status: 429, message: slowDown, headers: { 'retry-after': '2' }, times: 2 })
  assert.deepEqual(await github.findIssues(query), [])
})

const lasting = [
  {
    name: 'a long wish to wait',
    status: 429,
    retryAfter: '900',
    code: 'rate-limited',
    retryable: true,
    ms: 900_000,
  },
  {
    name: 'a 403 that means a rate limit',
    status: 403,
    retryAfter: '900',
    code: 'rate-limited',
    retryable: true,
    ms: 900_000,
  },
  { name: 'a server that stays broken', status: 503, code: 'server', retryable: true },
  { name: 'a repository that is not there', status: 404, code: 'not-found', retryable: false },
  { name: 'a conflict', status: 409, code: 'conflict', retryable: true },
]

for (const { name, status, retryAfter, code, retryable, ms } of lasting) {
  test(`${name} becomes a failure with its code`, async () => {
    await using server = await startGitHub()
    const github = connect(server, { issues: 'read' })
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
    server.inject({ match: lists, status, message: slowDown, headers, times: Infinity })
    const expected = { code: `github/${code}`, retryable, retryAfterMs: ms }
    await assert.rejects(github.findIssues(query), expected)
  })
}

test('a lost connection that stays lost is told as one', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'read' })
  server.inject({ match: lists, reset: true, times: Infinity })
  await assert.rejects(github.findIssues(query), { code: 'github/connection', retryable: true })
})

test('an unknown token is refused and never shown', async () => {
  await using server = await startGitHub()
  const token = 'ghp_planted0123456789planted0123456789'
  const github = connectGitHub({ baseUrl: server.url, token, owner, repo, secondMs: 1 })
  const failure = await github.findIssues(query).catch((thrown: unknown) => thrown)
  assert.ok(failure instanceof Failure)
  assert.equal(failure.code, 'github/unauthorized')
  const everything = JSON.stringify([failure.message, failure.help, failure.stack, String(failure.cause)])
  assert.equal(everything.includes(token), false)
})

test('an issue whose answer was lost is not opened twice', async () => {
  await using server = await startGitHub()
  const github = connect(server, { issues: 'write' })
  server.inject({ match: /^POST .*\/issues$/, done: true, status: 502 })
  const draft = { key: 'k', title: 't', body: 'b', labels: ['l'] as [string], assignees: [] }
  const { issue } = await github.openIssue(draft)
  assert.deepEqual(
    (await github.findIssues({ key: 'k', label: 'l' })).map((one) => one.number),
    [issue.number],
  )
})
