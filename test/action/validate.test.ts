import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { startArtifactService } from '../support/artifact-service.ts'
import { owner, repo, startGitHub } from '../support/github-server.ts'
import { runAction } from '../support/run-action.ts'

type Files = Readonly<Record<string, string>>

const manifest = `name: P
steps:
  orders: { extract: { csv: orders.csv } }
  sum: { needs: [orders], transform: { sql: ./sql/sum.sql } }
  tidy: { needs: [orders], transform: { module: './steps/tidy.ts#tidy' } }
  out: { load: { from: sum, file: sum.csv } }
`
const files: Files = {
  'pipelines/p.yml': manifest,
  'pipelines/q.yml': 'name: Q\nsteps:\n  one: { run: "true" }\n',
  'sql/sum.sql': 'select count(*) from orders\n',
  'steps/tidy.ts': 'export async function* tidy(rows) { yield* rows }\n',
  'orders.csv': 'id\n1\n',
}

/** A pull request against a base branch of these files; `check` validates it with others of them checked out. */
async function openPull(base: Files) {
  const artifacts = await startArtifactService()
  const github = await startGitHub({ artifacts })
  const at = `/repos/${owner}/${repo}`
  const put = (path: string, text: string, branch: string) =>
    github.admin('PUT', `${at}/contents/${path}`, {
      message: path,
      content: Buffer.from(text).toString('base64'),
      branch,
    })
  for (const [path, text] of Object.entries(base)) await put(path, text, 'main')
  const main = await github.admin<{ object: { sha: string } }>('GET', `${at}/git/ref/heads/main`)
  await github.admin('POST', `${at}/git/refs`, { ref: 'refs/heads/topic', sha: main.object.sha })
  await put('README-topic.md', 'topic', 'topic')
  const pull = await github.admin<{ number: number; head: { sha: string }; base: { sha: string } }>(
    'POST',
    `${at}/pulls`,
    { title: 'Topic', head: 'topic', base: 'main' },
  )
  const token = github.token({ contents: 'read', 'pull-requests': 'write' })
  const check = async (head: Files, inputs: Readonly<Record<string, string>> = {}) => {
    const workspace = await mkdtemp(join(tmpdir(), 'millrace-validate-'))
    for (const [path, text] of Object.entries(head)) {
      await mkdir(dirname(join(workspace, path)), { recursive: true })
      await writeFile(join(workspace, path), text)
    }
    const run = await runAction({
      inputs: { command: 'validate', token, ...inputs },
      workspace,
      event: 'pull_request',
      payload: { pull_request: pull },
      runId: 1,
      github,
      artifacts,
    })
    await rm(workspace, { recursive: true, force: true })
    const found = await github.admin<{ body: string }[]>('GET', `${at}/issues/${pull.number}/comments`)
    return { run, comments: found.map(({ body }) => body) }
  }
  const close = async () => {
    await artifacts[Symbol.asyncDispose]()
    await github[Symbol.asyncDispose]()
  }
  return { check, github, [Symbol.asyncDispose]: close }
}

for (const [path, step] of [
  ['sql/sum.sql', 'sum'],
  ['steps/tidy.ts', 'tidy'],
] as const)
  test(`a change of ${path} alone is a change of the step it belongs to`, async () => {
    await using pull = await openPull(files)
    const { run, comments } = await pull.check({ ...files, [path]: `${files[path]}\n` })
    assert.equal(run.exitCode, 0, run.log)
    assert.match(comments[0] ?? run.log, new RegExp(`base branch: changed \`${step}\`\\n`))
    assert.match(comments[0] ?? '', /As they were:\*\* `pipelines\/q.yml`/)
  })

test('a change beside a step with a SQL file does not count as a change of it', async () => {
  await using pull = await openPull(files)
  const schedule = 'on: { schedule: [{ cron: 0 6 * * * }] }\n'
  const { comments } = await pull.check({ ...files, 'pipelines/p.yml': `${manifest}${schedule}` })
  assert.match(comments[0] ?? '', /base branch: its `schedules`\n/)
})

test('a pull request that changes nothing of ours is checked and gets no comment; one that has it is kept up', async () => {
  await using pull = await openPull(files)
  const quiet = await pull.check({ ...files, 'README.md': 'words' })
  assert.equal(quiet.run.exitCode, 0, quiet.run.log)
  assert.match(quiet.run.summary, /```mermaid/)
  assert.deepEqual(quiet.comments, [])
  const { 'pipelines/q.yml': _gone, ...rest } = files
  assert.match((await pull.check(rest)).comments.join(), /Removed:\*\* `pipelines\/q.yml`/)
  assert.match((await pull.check(files)).comments.join(), /2 pipelines planned \(none changed\), no mistakes/)
})

test('when one manifest is asked for, the others do not count as removed', async () => {
  await using pull = await openPull(files)
  const changed = { ...files, 'pipelines/p.yml': manifest.replace('name: P', 'name: New') }
  const { comments } = await pull.check(changed, { pipeline: 'pipelines/p.yml' })
  assert.match(comments[0] ?? '', /1 pipeline planned \(1 changed\)/)
  assert.doesNotMatch(comments[0] ?? '', /Removed|q\.yml/)
})

test('a manifest that did not hold on the base branch is not told as one whose steps are all new', async () => {
  await using pull = await openPull({ ...files, 'pipelines/q.yml': 'name: Q\nsteps:\n' })
  const { comments } = await pull.check(files)
  assert.match(comments[0] ?? '', /base branch: the manifest there does not hold\n/)
})

test('of more manifests than are read the rest is not compared, and never called new', async () => {
  const many = (text: string) =>
    Object.fromEntries(
      Array.from({ length: 103 }, (_, n) => [
        `pipelines/m${n}.yml`,
        `name: M\nsteps:\n  one: { run: ${text} }\n`,
      ]),
    )
  await using pull = await openPull(many('"true"'))
  const { run, comments } = await pull.check(many('"false"'))
  assert.match(comments[0] ?? run.log, /103 pipelines planned \(100 changed\)/)
  assert.equal(run.summary.match(/base branch: not compared/g)?.length, 3)
})

test('a change of a pipeline is a change of those that use it, however deep, and of the data after it', async () => {
  const using: Files = {
    ...files,
    'pipelines/p.yml': `name: P
steps:
  sums: { uses: ./shared/sums.yml }
  out: { load: { from: sums, file: sum.csv } }
`,
    'shared/sums.yml': `name: Sums
datasets: { total: sum/all }
steps:
  sum: { uses: ./shared/sum.yml }
`,
    'shared/sum.yml': `name: Sum
datasets: { all: sum }
steps:
  orders: { extract: { csv: orders.csv } }
  sum: { needs: [orders], transform: { sql: ./sql/sum.sql } }
`,
  }
  await using pull = await openPull(using)
  assert.deepEqual((await pull.check({ ...using, 'README.md': 'words' })).comments, [])
  const sum = String(using['shared/sum.yml']).replace('csv: orders.csv', 'csv: orders.csv, delimiter: ";"')
  const changed = await pull.check({ ...using, 'shared/sum.yml': sum })
  assert.match(
    changed.comments[0] ?? changed.run.log,
    /base branch: changed `sums\/sum\/orders`\n- Datasets downstream of it: `sums\/sum\/sum`, `sums\/sum`, `sums`, `out`/,
  )
  const { comments } = await pull.check({ ...using, 'sql/sum.sql': 'select 1 as one from orders\n' })
  assert.match(comments[0] ?? '', /base branch: changed `sums\/sum\/sum`/)
})
