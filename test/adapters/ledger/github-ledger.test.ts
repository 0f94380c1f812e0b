import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../../src/adapters/github/client.ts'
import { headOf } from '../../../src/adapters/github/swap-branch.ts'
import { githubLedger } from '../../../src/adapters/ledger/github-ledger.ts'
import { replaceHistory } from '../../../src/adapters/ledger/replace-history.ts'
import { archivePath, ledgerBranch, recentPath, runPath } from '../../../src/ledger/branch-files.ts'
import { entryText, type LedgerEntry } from '../../../src/ledger/record.ts'
import type { Ledger } from '../../../src/ports/ledger.ts'
import type { Permissions } from '../../support/github-permissions.ts'
import { owner, repo, startGitHub, type TestGitHub } from '../../support/github-server.ts'
import { madeEntry, madeStep } from '../../support/ledger-entry.ts'
import { type LedgerRig, ledgerSuite } from './suite.ts'

const at = `/repos/${owner}/${repo}`
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

function open(server: TestGitHub, options: { maxCommits?: number; permissions?: Permissions } = {}): Ledger {
  const token = server.token(options.permissions ?? { contents: 'write' })
  return githubLedger({ baseUrl: server.url, token, owner, repo, secondMs: 5 }, options)
}

async function makeRig(): Promise<LedgerRig & { readonly server: TestGitHub }> {
  const server = await startGitHub()
  return {
    server,
    open: () => open(server),
    seed: (entries) => seed(server, entries),
    append: (pipeline, text) => append(server, pipeline, text),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** As recording leaves it: the last fifty at hand and single, the others in archives. */
async function seed(server: TestGitHub, entries: readonly LedgerEntry[]): Promise<void> {
  const old = entries.slice(0, -50)
  const files = entries.slice(-50).map((entry) => [runPath(entry.run), entryText(entry)] as const)
  for (let nth = 0; nth * 4000 < old.length; nth += 1)
    files.push([
      archivePath('daily', nth + 1),
      old
        .slice(nth * 4000, (nth + 1) * 4000)
        .map(entryText)
        .join(''),
    ])
  files.push([recentPath('daily'), entries.slice(-50).map(entryText).join('')])
  await commit(server, Object.fromEntries(files))
}

async function commit(
  server: TestGitHub,
  files: Readonly<Record<string, string>>,
  parent?: string,
): Promise<void> {
  const base = parent === undefined ? {} : { base_tree: (await commitAt(server, parent)).tree.sha }
  const items = Object.entries(files).map(([path, content]) => ({
    path,
    mode: '100644',
    type: 'blob',
    content,
  }))
  const tree = await server.admin<{ sha: string }>('POST', `${at}/git/trees`, { ...base, tree: items })
  const parents = parent === undefined ? [] : [parent]
  const made = { message: 'by somebody else', tree: tree.sha, parents }
  const { sha } = await server.admin<{ sha: string }>('POST', `${at}/git/commits`, made)
  if (parent === undefined)
    await server.admin('POST', `${at}/git/refs`, { ref: `refs/heads/${ledgerBranch}`, sha })
  else await server.admin('PATCH', `${at}/git/refs/heads/${ledgerBranch}`, { sha, force: false })
}

interface Commit {
  readonly message: string
  readonly tree: { readonly sha: string }
  readonly parents: readonly { readonly sha: string }[]
}

async function tip(server: TestGitHub): Promise<string> {
  return (await server.admin<{ object: { sha: string } }>('GET', `${at}/git/ref/heads/${ledgerBranch}`))
    .object.sha
}

function commitAt(server: TestGitHub, sha: string): Promise<Commit> {
  return server.admin<Commit>('GET', `${at}/git/commits/${sha}`)
}

/** Every file of the branch, by path. */
async function filesOf(server: TestGitHub): Promise<readonly string[]> {
  const { tree } = await commitAt(server, await tip(server))
  const listed = await server.admin<{ tree: { path: string; type: string }[] }>(
    'GET',
    `${at}/git/trees/${tree.sha}?recursive=1`,
  )
  return listed.tree.filter(({ type }) => type === 'blob').map(({ path }) => path)
}

async function append(server: TestGitHub, pipeline: string, text: string): Promise<void> {
  const path = recentPath(pipeline)
  const found = await server.admin<{ content: string }>('GET', `${at}/contents/${path}?ref=${ledgerBranch}`)
  const before = Buffer.from(found.content, 'base64').toString()
  await commit(server, { [path]: before + text }, await tip(server))
}

ledgerSuite('GitHub', makeRig)

test('the branch has no history in common with the others, and says what it is', async () => {
  await using rig = await makeRig()
  await rig.open().record(madeEntry(1))
  const made = await commitAt(rig.server, await tip(rig.server))
  assert.deepEqual(made.parents, [])
  assert.deepEqual(await filesOf(rig.server), [
    'README.md',
    'recent/daily.jsonl',
    'runs/daily/2026-11/run-1.json',
  ])
})

test('what a plan needs is one request, and ten thousand runs are a few', async () => {
  await using rig = await makeRig()
  await rig.seed(numbers(10_000).map((nth) => madeEntry(nth)))
  const before = rig.server.requests.length
  await rig.open().read({ pipeline: 'daily', limit: 50 })
  assert.equal(rig.server.requests.length - before, 1)
  const { runs } = await rig.open().read({ pipeline: 'daily', limit: 10_000 })
  assert.equal(runs.length, 10_000)
  assert.ok(rig.server.requests.length - before <= 7, String(rig.server.requests.length - before))
})

test('old runs move into an archive, and their own files go', async () => {
  await using rig = await makeRig()
  const entries = numbers(100).map((nth) => madeEntry(nth))
  await commit(rig.server, {
    ...Object.fromEntries(entries.map((entry) => [runPath(entry.run), entryText(entry)])),
    [recentPath('daily')]: entries.map(entryText).join(''),
  })
  await rig.open().record(madeEntry(100))
  const files = await filesOf(rig.server)
  assert.equal(files.filter((path) => path.startsWith('runs/')).length, 50)
  assert.ok(files.includes('archive/daily/00001.jsonl'))
  assert.equal((await rig.open().read({ limit: 999 })).runs.length, 101)
  assert.equal((await rig.open().read({ pipeline: 'daily', limit: 50 })).runs.length, 50)
})

test('a history that has grown long is replaced by one commit with the same files', async () => {
  await using rig = await makeRig()
  const ledger = open(rig.server, { maxCommits: 3 })
  for (const nth of numbers(4)) await ledger.record(madeEntry(nth))
  const made = await commitAt(rig.server, await tip(rig.server))
  assert.deepEqual(made.parents, [])
  assert.match(made.message, /All runs up to here/)
  assert.equal((await ledger.read({ limit: 9 })).runs.length, 4)
  await ledger.record(madeEntry(9))
  assert.equal((await commitAt(rig.server, await tip(rig.server))).parents.length, 1)
})

test('writers at once, each replacing the history all the time, lose nothing', async () => {
  await using rig = await makeRig()
  await Promise.all(numbers(6).map((nth) => open(rig.server, { maxCommits: 1 }).record(madeEntry(nth))))
  assert.equal((await rig.open().read({ limit: 99 })).runs.length, 6)
})

test('a history is not replaced when somebody wrote since it was read, whose record stays', async () => {
  await using rig = await makeRig()
  const { server } = rig
  await rig.open().record(madeEntry(1))
  await rig.open().record(madeEntry(2))
  const token = server.token({ contents: 'write' })
  const client = createClient({ baseUrl: server.url, token, owner, repo, secondMs: 5 })
  const head = (await headOf(client, { owner, repo }, ledgerBranch, false)) ?? assert.fail('no branch')
  await rig.open().record(madeEntry(3))
  const before = await tip(server)
  await replaceHistory(client, { owner, repo }, { branch: ledgerBranch, head, message: 'too late' })
  assert.equal(await tip(server), before)
  assert.equal((await rig.open().read({ limit: 9 })).runs.length, 3)
})

test('a writer that built on a history which was replaced meanwhile writes again on the new one', async () => {
  await using rig = await makeRig()
  await rig.open().record(madeEntry(1))
  await rig.open().record(madeEntry(2))
  rig.server.inject({ match: /^GET .*\/git\/ref\/heads/, lag: 0, times: 1 })
  await rig.open().squash()
  rig.server.inject({ match: /^GET .*\/git\/ref\/heads/, lag: 1, times: 1 })
  await rig.open().record(madeEntry(3))
  assert.equal((await rig.open().read({ limit: 9 })).runs.length, 3)
  assert.ok(rig.server.requests.some(({ method, status }) => method === 'PATCH' && status === 422))
})

test('a history that may not be replaced does not keep a run from being recorded', async () => {
  await using rig = await makeRig()
  const ledger = open(rig.server, { maxCommits: 1 })
  await ledger.record(madeEntry(1))
  rig.server.inject({ match: /^POST \/graphql$/, status: 403, times: Infinity })
  await ledger.record(madeEntry(2))
  assert.equal((await ledger.read({ limit: 9 })).runs.length, 2)
  await assert.rejects(ledger.squash(), { code: 'github/forbidden' })
})

for (const [what, match] of [
  ['the tree was made', /^POST .*\/git\/commits$/],
  ['the commit was made', /^(PATCH|POST) .*\/git\/refs/],
] as const) {
  test(`a writer that dies when ${what} leaves nothing, and recording again keeps the run`, async () => {
    await using rig = await makeRig()
    await rig.open().record(madeEntry(1))
    rig.server.inject({ match, reset: true, times: Infinity })
    await assert.rejects(rig.open().record(madeEntry(2)), { code: 'github/connection' })
    rig.server.clearFaults()
    assert.equal((await rig.open().read({ limit: 9 })).runs.length, 1)
    await rig.open().record(madeEntry(2))
    assert.equal((await rig.open().read({ limit: 9 })).runs.length, 2)
  })
}

test('a commit whose answer was lost is not made twice', async () => {
  await using rig = await makeRig()
  await rig.open().record(madeEntry(1))
  rig.server.inject({ match: /^PATCH .*\/git\/refs/, done: true, reset: true, times: Infinity })
  await assert.rejects(rig.open().record(madeEntry(2)), { code: 'github/connection' })
  rig.server.clearFaults()
  const before = await tip(rig.server)
  await rig.open().record(madeEntry(2))
  assert.equal(await tip(rig.server), before)
})

test('a stale read of the branch costs a try, and no record', async () => {
  await using rig = await makeRig()
  await rig.open().record(madeEntry(1))
  rig.server.inject({ match: /\/git\/ref\/heads/, lag: 0, times: 1 })
  await rig.open().record(madeEntry(2))
  rig.server.inject({ match: /\/git\/ref\/heads/, lag: 1, times: 1 })
  await rig.open().record(madeEntry(3))
  assert.equal((await rig.open().read({ limit: 9 })).runs.length, 3)
  assert.ok(rig.server.requests.some(({ method, status }) => method === 'PATCH' && status === 422))
})

test('a first writer that does not see the branch yet waits its turn', async () => {
  await using rig = await makeRig()
  await rig.open().record(madeEntry(1))
  rig.server.inject({ match: /^GET .*\/git\/ref\/heads/, status: 404, times: 2 })
  await rig.open().record(madeEntry(2))
  assert.equal((await rig.open().read({ limit: 9 })).runs.length, 2)
})

test('a file of last runs that somebody deleted is put together again', async () => {
  await using rig = await makeRig()
  const entries = numbers(3).map((nth) => madeEntry(nth))
  await commit(rig.server, {
    ...Object.fromEntries(entries.map((entry) => [runPath(entry.run), entryText(entry)])),
    'notes.txt': 'a foreign commit',
  })
  assert.equal((await rig.open().read({ limit: 9 })).runs.length, 3)
  await rig.open().record(madeEntry(3))
  assert.ok((await filesOf(rig.server)).includes('notes.txt'))
  const before = rig.server.requests.length
  assert.equal((await rig.open().read({ pipeline: 'daily', limit: 4 })).runs.length, 4)
  assert.equal(rig.server.requests.length - before, 1)
})

test('runs of a thousand steps are kept, and only a few of them at hand', async () => {
  await using rig = await makeRig()
  const steps = numbers(1000).map((n) => madeStep(`step-${n}`))
  for (const nth of numbers(4)) await rig.open().record(madeEntry(nth, {}, { steps }))
  const { runs } = await rig.open().read({ pipeline: 'daily', limit: 9 })
  assert.deepEqual(
    runs.map((run) => run.steps.length),
    [1000, 1000, 1000, 1000],
  )
})

test('a token that may only read is a failure, and has changed nothing', async () => {
  await using rig = await makeRig()
  const reader = open(rig.server, { permissions: { contents: 'read' } })
  await assert.rejects(reader.record(madeEntry(1)), { code: 'github/forbidden' })
  assert.deepEqual(await reader.read({ limit: 9 }), { runs: [], notes: [] })
})
