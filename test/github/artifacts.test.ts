import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createArtifacts } from '../../src/adapters/runner/artifacts.ts'
import { startArtifactService } from '../support/artifact-service.ts'
import { owner, repo, startGitHub } from '../support/github-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'millrace-artifacts-'))
after(() => rm(folder, { recursive: true, force: true }))

/** The toolkit reads its environment once, so the tests of this file share one GitHub and one run. */
const service = await startArtifactService()
after(() => service[Symbol.asyncDispose]())
const github = await startGitHub({ artifacts: service })
after(() => github[Symbol.asyncDispose]())
Object.assign(process.env, service.environment(7), { GITHUB_API_URL: github.url, GITHUB_WORKSPACE: folder })
const artifacts = createArtifacts({ owner, repo })
const days = { retentionDays: 1 }

test('a folder arrives in another job as it was', async () => {
  assert.deepEqual(await artifacts.list(), [])
  const bytes = Buffer.from([0, 255, 10, 13])
  await mkdir(join(folder, 'out/datasets'), { recursive: true })
  await writeFile(join(folder, 'out/datasets/a.zst'), bytes)
  await writeFile(join(folder, 'out/events.jsonl'), '{}\n')
  await artifacts.upload('millrace-job-a', join(folder, 'out'), days)
  assert.deepEqual(await artifacts.list(), ['millrace-job-a'])
  assert.equal(await artifacts.download('millrace-job-a', join(folder, 'in')), true)
  assert.deepEqual(await readFile(join(folder, 'in/datasets/a.zst')), bytes)
  assert.equal(await readFile(join(folder, 'in/events.jsonl'), 'utf8'), '{}\n')
})

test('an artifact that nobody uploaded is told by false, one uploaded twice by a failure', async () => {
  assert.equal(await artifacts.download('millrace-job-none', join(folder, 'none')), false)
  await assert.rejects(artifacts.upload('millrace-job-a', join(folder, 'out'), days), {
    code: 'artifact/upload',
  })
})

test('the artifacts are listed once, however many are fetched, and again after an upload', async () => {
  const fresh = createArtifacts({ owner, repo })
  const before = service.calls.length
  const listings = () => service.calls.slice(before).filter((method) => method === 'ListArtifacts').length
  for (const name of ['millrace-job-none', 'millrace-job-other', 'millrace-job-a'])
    await fresh.download(name, join(folder, 'often'))
  const whole = listings()
  await fresh.download('millrace-job-none', join(folder, 'often'))
  assert.equal(listings(), whole)
  assert.ok(whole <= 2, 'once for all, and once by the toolkit for the one that is there')
  await fresh.upload('millrace-job-b', join(folder, 'out'), days)
  assert.equal(await fresh.download('millrace-job-b', join(folder, 'b')), true)
})

test('an artifact of an attempt before the given one counts as not there', async () => {
  const fresh = createArtifacts({ owner, repo })
  const fetched = (name: string, since: string) => fresh.download(name, join(folder, 'since'), { since })
  assert.equal(await fetched('millrace-job-a', 'millrace-job-b'), false)
  assert.equal(await fetched('millrace-job-b', 'millrace-job-a'), true)
  assert.equal(await fetched('millrace-job-b', 'none'), true)
})

test('a file of another run is read without being unpacked, and not when it is too large', async () => {
  await writeFile(join(folder, 'millrace-comment.json'), '{"a":1}')
  await artifacts.uploadFile(join(folder, 'millrace-comment.json'), days)
  const from = { run: 7, token: github.token({ actions: 'read' }) }
  const read = await artifacts.readForeign(from, 'millrace-comment.json', 100)
  assert.equal(read?.toString(), '{"a":1}')
  assert.equal(await artifacts.readForeign(from, 'other', 100), undefined)
  const tooLarge = artifacts.readForeign(from, 'millrace-comment.json', 3)
  await assert.rejects(tooLarge, { code: 'artifact/too-large' })
  const blind = { ...from, token: github.token({}) }
  await assert.rejects(artifacts.readForeign(blind, 'millrace-comment.json', 100), {
    code: 'artifact/download',
  })
})
