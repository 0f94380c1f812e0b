import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bug } from '../../src/diagnostic/failure.ts'
import { blobSha } from '../../src/text/blob-sha.ts'
import { connect } from '../support/connect.ts'
import { owner, repo, startGitHub, type TestGitHub } from '../support/github-server.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const at = `/repos/${owner}/${repo}`

function change(...files: [path: string, text: string][]) {
  return {
    branch: 'main',
    message: 'data',
    files: files.map(([path, text]) => ({ path, bytes: bytes(text) })),
  }
}

async function commitsOf(server: TestGitHub): Promise<readonly string[]> {
  const commits = await server.admin<{ commit: { message: string } }[]>('GET', `${at}/commits?per_page=100`)
  return commits.map((one) => one.commit.message)
}

test('files are committed together, read back, and not committed again when nothing differs', async () => {
  await using server = await startGitHub()
  const github = connect(server, { contents: 'write' })
  const files = change(['data/a.csv', 'a\n1\n'], ['data/deep/b.csv', 'b\n'], ['c.csv', 'ü\0\n'])
  const made = await github.commitFiles(files)
  assert.deepEqual(made?.paths, ['data/a.csv', 'data/deep/b.csv', 'c.csv'])
  assert.equal(await github.commitFiles(files), undefined)
  assert.deepEqual(await github.readFile('c.csv', 'main'), bytes('ü\0\n'))
  const listed = await github.listFiles('data', 'main')
  assert.deepEqual(listed, [{ path: 'data/a.csv', sha: blobSha(bytes('a\n1\n')) }])
  assert.deepEqual((await commitsOf(server)).filter((message) => message === 'data').length, 1)
})

test('files that are no text, or large, arrive byte for byte', async () => {
  await using server = await startGitHub()
  const github = connect(server, { contents: 'write' })
  const files = [
    { path: 'a.bin', bytes: Uint8Array.from([0, 255, 254, 10, 13]) },
    { path: 'b.csv', bytes: bytes('é\r\n'.repeat(100_000)) },
    { path: 'c.csv', bytes: bytes('\uFEFFa\r\n') },
  ]
  await github.commitFiles({ branch: 'main', message: 'm', files })
  for (const file of files) assert.deepEqual(await github.readFile(file.path, 'main'), file.bytes)
  assert.equal(await github.commitFiles({ branch: 'main', message: 'm', files }), undefined)
})

test('a file whose blob is missing is not deleted in its stead', async () => {
  await using server = await startGitHub()
  const github = connect(server, { contents: 'write' })
  const binary = (byte: number) => ({
    branch: 'main',
    message: 'm',
    files: [{ path: 'a.bin', bytes: Uint8Array.of(0, 255, byte) }],
  })
  await github.commitFiles(binary(1))
  server.inject({ match: /^POST .*\/git\/blobs$/, status: 201 })
  await assert.rejects(github.commitFiles(binary(2)), Bug)
  assert.deepEqual(await github.readFile('a.bin', 'main'), Uint8Array.of(0, 255, 1))
})

test('only the files that differ are in the commit', async () => {
  await using server = await startGitHub()
  const github = connect(server, { contents: 'write' })
  await github.commitFiles(change(['a.csv', '1'], ['b.csv', '1']))
  assert.deepEqual((await github.commitFiles(change(['a.csv', '1'], ['b.csv', '2'])))?.paths, ['b.csv'])
})

test('ten writers at once all get their file in', async () => {
  await using server = await startGitHub()
  const writers = Array.from({ length: 10 }, (_, index) => ({
    github: connect(server, { contents: 'write' }),
    path: `data/${index}.csv`,
  }))
  await Promise.all(writers.map(({ github, path }) => github.commitFiles(change([path, path]))))
  const [one] = writers
  assert.equal((await one?.github.listFiles('data', 'main'))?.length, 10)
  const lost = server.requests.filter((request) => request.method === 'PATCH' && request.status === 422)
  assert.ok(lost.length > 0, 'the writers never met')
})

test('a writer that loses the race to the same bytes commits nothing', async () => {
  await using server = await startGitHub()
  const github = connect(server, { contents: 'write' })
  server.inject({
    match: /^PATCH .*\/git\/refs\/heads\/main$/,
    status: 422,
    message: 'Update is not a fast forward',
  })
  const content = Buffer.from('1').toString('base64')
  const commit = github.commitFiles(change(['a.csv', '1']))
  await server.admin('PUT', `${at}/contents/a.csv`, { message: 'theirs', content, branch: 'main' })
  assert.equal(await commit, undefined)
})

const refused = ['../x.csv', '/x.csv', 'a//b.csv', '.git/config', '.github/workflows/x.yml', '', 'a\\b.csv']
for (const path of refused) {
  test(`the path ${JSON.stringify(path)} is refused before anything is sent`, async () => {
    await using server = await startGitHub()
    const github = connect(server, { contents: 'write' })
    await assert.rejects(github.commitFiles(change([path, 'x'])), { code: /^github\/(invalid|forbidden)$/ })
    assert.equal(server.requests.length, 0)
  })
}

test('a token that may not write contents is a failure', async () => {
  await using server = await startGitHub()
  const github = connect(server, { contents: 'read' })
  await assert.rejects(github.commitFiles(change(['a.csv', '1'])), { code: 'github/forbidden' })
})

test('a branch that is not there is a failure, a file that is not there is not', async () => {
  await using server = await startGitHub()
  const github = connect(server, { contents: 'write' })
  await assert.rejects(github.commitFiles({ ...change(['a.csv', '1']), branch: 'gone' }), {
    code: 'github/not-found',
  })
  assert.equal(await github.readFile('nothing.yml', 'main'), undefined)
  assert.deepEqual(await github.listFiles('nothing', 'main'), [])
})

test('the last good run of a workflow on a branch is found', async () => {
  await using server = await startGitHub()
  const github = connect(server, { actions: 'read' })
  const query = { workflow: 'daily.yml', branch: 'main' }
  assert.equal(await github.lastSuccess(query), undefined)
  server.declareRun({ id: 7, workflow: 'daily.yml', headSha: 'a'.repeat(40) })
  server.declareRun({ id: 8, workflow: 'daily.yml', headSha: 'b'.repeat(40), conclusion: 'failure' })
  server.declareRun({ id: 9, workflow: 'other.yml', headSha: 'c'.repeat(40) })
  assert.equal((await github.lastSuccess(query))?.id, 7)
  assert.equal((await github.workflowRun(8)).headSha, 'b'.repeat(40))
})
