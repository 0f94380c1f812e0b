import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAct, type ActRun } from '../support/act.ts'
import { makeRepository } from '../support/act-repository.ts'
import { startArtifactService, type ArtifactService } from '../support/artifact-service.ts'
import { generatedWorkflows } from '../support/generated-workflows.ts'
import type { Permissions } from '../support/github-permissions.ts'
import { outsider, owner, repo, startGitHub, type TestGitHub } from '../support/github-server.ts'

const file = 'pipelines/daily.yml'
const before = `name: Daily
on: { schedule: [{ cron: 30 6 * * *, timezone: Europe/Berlin }] }
steps:
  orders:
    extract: { csv: data/orders.csv }
  sum:
    needs: [orders]
    transform: { sql: ./sql/sum.sql }
  out:
    load: { from: sum, file: sum.csv }
  old:
    needs: [orders]
    transform: { sql: select 1 as one }
`
const after = before
  .replace('  old:', '  fresh:')
  .replace('csv: data/orders.csv', 'csv: data/orders.csv, allow-empty: true')
const broken = after.replace('needs: [orders]', 'needs: [ordrs]')
const sql = 'select count(*) as orders from orders\n'
const workflows = generatedWorkflows(file, before)
const readOnly: Permissions = { contents: 'read', 'pull-requests': 'read', issues: 'read' }
const contents = `contents/${file}`

interface Pull {
  readonly number: number
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } }
  readonly base: { readonly sha: string; readonly ref: string }
}

async function startWorld() {
  const artifacts = await startArtifactService()
  const github = await startGitHub({ artifacts })
  const at = `/repos/${owner}/${repo}`
  const content = Buffer.from(before).toString('base64')
  for (const path of [file, 'pipelines/gone.yml', 'pipelines/kept.yml']) {
    await github.admin('PUT', `${at}/contents/${path}`, { message: 'base', content, branch: 'main' })
  }
  const query = { message: 'base', content: Buffer.from(sql).toString('base64'), branch: 'main' }
  await github.admin('PUT', `${at}/contents/sql/sum.sql`, query)
  const close = async () => {
    await artifacts[Symbol.asyncDispose]()
    await github[Symbol.asyncDispose]()
  }
  return { artifacts, github, [Symbol.asyncDispose]: close }
}

interface World {
  readonly artifacts: ArtifactService
  readonly github: TestGitHub
}

/** A pull request that changes the manifest, from a branch of a repository. */
async function openPull({ github }: World, from: string, text: string): Promise<Pull> {
  const at = `/repos/${from}/${repo}`
  if (from !== owner) await github.admin('POST', `/repos/${owner}/${repo}/forks`, {}, from)
  const { object } = await github.admin<{ object: { sha: string } }>(
    'GET',
    `${at}/git/ref/heads/main`,
    undefined,
    from,
  )
  await github.admin('POST', `${at}/git/refs`, { ref: 'refs/heads/topic', sha: object.sha }, from)
  const content = Buffer.from(text).toString('base64')
  const old = await github.admin<{ sha: string }>('GET', `/repos/${owner}/${repo}/${contents}`)
  const change = { message: 'topic', content, branch: 'topic', ...(from === owner ? { sha: old.sha } : {}) }
  await github.admin('PUT', `${at}/${contents}`, change, from)
  const head = from === owner ? 'topic' : `${from}:topic`
  return github.admin<Pull>(
    'POST',
    `/repos/${owner}/${repo}/pulls`,
    { title: 'Topic', head, base: 'main' },
    from,
  )
}

async function check(world: World, pull: Pull, text: string, permissions: Permissions): Promise<ActRun> {
  await using repository = await makeRepository({
    [file]: text,
    'pipelines/kept.yml': before,
    'sql/sum.sql': sql,
    'data/orders.csv': 'id\n1\n',
  })
  return await runAct({
    ...world,
    repository,
    workflow: workflows.get('millrace-pull-request.yml') ?? '',
    event: 'pull_request',
    payload: { pull_request: pull, repository: { default_branch: 'main' } },
    runId: 501,
    token: world.github.token(permissions),
  })
}

interface Comment {
  readonly body: string
  readonly user: { readonly login: string }
}

function commentsOf({ github }: World, pull: Pull): Promise<Comment[]> {
  return github.admin<Comment[]>('GET', `/repos/${owner}/${repo}/issues/${pull.number}/comments`)
}

/** The comment is the same on both ways: waves, price, what changed, what lies downstream, when it runs next. */
const rich = new RegExp(
  [
    '4 steps in \\d jobs? and \\d waves? · \\d billed minutes a run \\(\\$0\\.\\d+\\)\n\n',
    '- Against the base branch: added `fresh`; changed `orders`; removed `old`\n',
    '- Datasets downstream of it: `sum`, `out`\n',
    '- Next: \\w{3} \\d+ \\w+ 06:30 Europe/Berlin .*\n\n',
    '[^]*\\| 1 \\| `orders` \\| ✏️ `orders` \\| extract \\|  \\|\n[^]*```mermaid\nflowchart LR\n',
  ].join(''),
)

test('a good pull request gets one comment that says what changed, and keeps the one', async () => {
  await using world = await startWorld()
  const pull = await openPull(world, owner, after)
  for (let time = 0; time < 2; time += 1) {
    const run = await check(world, pull, after, { contents: 'read', 'pull-requests': 'write' })
    assert.equal(run.exitCode, 0, run.raw)
    assert.match(run.summaries.join(''), /```mermaid/)
  }
  const [told, ...others] = await commentsOf(world, pull)
  assert.deepEqual(others, [])
  assert.match(told?.body ?? '', rich)
  assert.match(told?.body ?? '', /\*\*As they were:\*\* `pipelines\/kept.yml`\n/)
  assert.match(told?.body ?? '', /\*\*Removed:\*\* `pipelines\/gone.yml`\n/)
})

test('a broken manifest is annotated on its line and fails the check', async () => {
  await using world = await startWorld()
  const pull = await openPull(world, owner, broken)
  const run = await check(world, pull, broken, { contents: 'read', 'pull-requests': 'write' })
  assert.equal(run.exitCode, 1, run.raw)
  const [annotation] = run.annotations.filter(({ level }) => level === 'error')
  assert.deepEqual([annotation?.file, annotation?.line], [file, '7'], run.raw)
  assert.match(annotation?.message ?? '', /ordrs/)
  assert.match((await commentsOf(world, pull))[0]?.body ?? '', /❌ .*\n[^]*ordrs/)
})

test("a fork's pull request is checked without any right, and commented on by the second workflow", async () => {
  await using world = await startWorld()
  const pull = await openPull(world, outsider, after)
  const checked = await check(world, pull, after, readOnly)
  assert.equal(checked.exitCode, 0, checked.raw)
  assert.deepEqual(await commentsOf(world, pull), [])
  assert.deepEqual([...new Set(checked.annotations.map(({ level }) => level))], ['notice'], checked.raw)

  const posted = await comment(world, pull)
  assert.equal(posted.exitCode, 0, posted.raw)
  const [told, ...others] = await commentsOf(world, pull)
  assert.deepEqual(others, [])
  assert.match(told?.body ?? '', /^<!-- millrace:plan -->\n/)
  assert.match(told?.body ?? '', rich)
  assert.equal(told?.user.login, 'github-actions[bot]')
})

test("a pull request of Dependabot's, from our own repository but as read-only as a fork's, is commented on too", async () => {
  await using world = await startWorld()
  const pull = await openPull(world, owner, after)
  const checked = await check(world, pull, after, readOnly)
  assert.equal(checked.exitCode, 0, checked.raw)
  const posted = await comment(world, pull, 'dependabot[bot]')
  assert.equal(posted.exitCode, 0, posted.raw)
  assert.match((await commentsOf(world, pull))[0]?.body ?? '', rich)
})

test("a person's pull request from our own repository needs no second workflow", async () => {
  await using world = await startWorld()
  const pull = await openPull(world, owner, after)
  const posted = await comment(world, pull)
  assert.equal(posted.jobs['comment']?.[0]?.result, 'skipped', posted.raw)
  assert.ok(!world.github.requests.some(({ path }) => path.includes('/actions/runs/')))
})

test('an artifact that a stranger made up is refused, and nothing is posted', async () => {
  await using world = await startWorld()
  const pull = await openPull(world, outsider, after)
  const counts = { planned: 0, added: 0, changed: 1, removed: 0, unknown: 0 }
  const empty = { pipelines: [], diagnostics: [], errors: 0, warnings: 0 }
  const forged = { schema: 1, sha: pull.base.sha, counts, ...empty }
  for (const [text, why] of [
    [JSON.stringify(forged), /refused: it is about another commit/],
    ['{"body":"# free money"}', /refused: it does not have the shape/],
    ['PK\u0003\u0004', /refused/],
    ['x'.repeat(600_000), /more than/],
  ] as const) {
    await using artifacts = await startArtifactService()
    artifacts.put(501, 'millrace-comment.json', Buffer.from(text))
    await using github = await startGitHub({ artifacts })
    const posted = await comment({ artifacts, github }, pull)
    assert.equal(posted.exitCode, 1, posted.raw)
    assert.match(posted.annotations[0]?.message ?? '', why)
    assert.ok(!github.requests.some(({ method, path }) => method !== 'GET' && path !== '/graphql'))
  }
})

async function comment(world: World, pull: Pull, actor = 'someone'): Promise<ActRun> {
  const run = {
    id: 501,
    workflow: 'millrace-pull-request.yml',
    headSha: pull.head.sha,
    headBranch: 'topic',
    headRepository: pull.head.repo.full_name,
    event: 'pull_request',
  }
  world.github.declareRun(run)
  await using repository = await makeRepository({ 'README.md': 'nothing of the pull request is here\n' })
  return await runAct({
    ...world,
    repository,
    workflow: workflows.get('millrace-comment.yml') ?? '',
    event: 'workflow_run',
    payload: {
      workflow_run: {
        id: run.id,
        head_sha: run.headSha,
        head_branch: run.headBranch,
        event: run.event,
        actor: { login: actor },
        head_repository: { full_name: run.headRepository },
      },
      repository: { full_name: `${owner}/${repo}`, default_branch: 'main' },
    },
    runId: 502,
    token: world.github.token({ actions: 'read', 'pull-requests': 'write' }),
  })
}
