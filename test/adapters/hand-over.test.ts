import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { packJob, unpackJob } from '../../src/adapters/run-folder/hand-over.ts'
import { createMask } from '../../src/text/mask.ts'

const event = {
  schema: 1,
  run: 'r',
  at: '2026-11-20T06:30:00.000Z',
  type: 'step-started',
  step: 'a',
  attempt: 1,
}
const secret = 'planted-s3cret-value'

async function folderOf(files: Record<string, string | Buffer>) {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-hand-over-'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

test("a job's own datasets, logs, rejects and files arrive as they were, and not those it was given", async () => {
  const dataset = Buffer.from('SQLite '.repeat(100_000))
  await using run = await folderOf({
    'events.jsonl': `${JSON.stringify(event)}\n`,
    'prior.jsonl': `${JSON.stringify(event)}\n`,
    'logs/a.log': 'line\n',
    'datasets/a.sqlite': dataset,
    'datasets/given.sqlite': 'of another job',
    'rejects/a.sqlite': 'rejects',
    'files/a/out.csv': 'x\n1\n',
  })
  await using out = await folderOf({})
  await using there = await folderOf({})
  assert.deepEqual(await packJob(run.folder, ['a'], out.folder, (text) => text), { leaks: [] })
  assert.deepEqual(await unpackJob(out.folder, there.folder), { events: [event], carried: [event] })
  assert.deepEqual(await readFile(join(there.folder, 'datasets/a.sqlite')), dataset)
  assert.equal(await readFile(join(there.folder, 'files/a/out.csv'), 'utf8'), 'x\n1\n')
  assert.equal(await readFile(join(there.folder, 'rejects/a.sqlite'), 'utf8'), 'rejects')
  await assert.rejects(readFile(join(there.folder, 'datasets/given.sqlite')), { code: 'ENOENT' })
})

test('datasets of used pipelines and of one part of a mapped step arrive under their names, single legs do not', async () => {
  const dataset = (name: string, file: string) => ({ name, file, columns: [], rows: 1 })
  const base = { ...event, result: 'success', attempts: 1, rows: 1, durationMs: 1, outputs: {} }
  const part = {
    ...base,
    type: 'part-finished',
    step: 'clean/each',
    part: { index: 2, of: 3 },
    dataset: dataset('clean/each', 'datasets/clean/each.p2.sqlite'),
    datasets: { tidy: dataset('clean/each/tidy', 'datasets/clean/each/tidy.p2.sqlite') },
    rejects: dataset('clean/each', 'rejects/clean/each.p2.sqlite'),
  }
  const files = {
    'datasets/clean/each.p2.sqlite': 'rows',
    'datasets/clean/each/tidy.p2.sqlite': 'more rows',
    'rejects/clean/each.p2.sqlite': 'rejects',
    'logs/clean/each.p2.log': 'line',
  }
  await using run = await folderOf({
    'events.jsonl': `${JSON.stringify(part)}\n`,
    'legs/clean/each/2.sqlite': 'one leg',
    ...files,
  })
  await using out = await folderOf({})
  await using there = await folderOf({})
  await packJob(run.folder, ['clean/each'], out.folder, (text) => text)
  await unpackJob(out.folder, there.folder)
  for (const [path, text] of Object.entries(files))
    assert.equal(await readFile(join(there.folder, path), 'utf8'), text)
  await assert.rejects(readFile(join(there.folder, 'legs/clean/each/2.sqlite')), { code: 'ENOENT' })
})

const leaky = [
  { name: 'as it is', text: `x${secret}y` },
  { name: 'in base64', text: Buffer.from(`user:${secret}!`).toString('base64') },
  { name: 'across the border of two reads', text: `${'-'.repeat(1024 * 1024 - 7)}${secret}` },
]
for (const { name, text } of leaky) {
  test(`a file that holds a secret ${name} is left out and named`, async () => {
    await using run = await folderOf({ 'events.jsonl': '', 'datasets/a.sqlite': text })
    await using out = await folderOf({})
    const { leaks } = await packJob(run.folder, ['a'], out.folder, createMask([secret]))
    assert.deepEqual(leaks, ['datasets/a.sqlite'])
    await assert.rejects(readFile(join(out.folder, 'datasets/a.sqlite.zst')), { code: 'ENOENT' })
  })
}

test('events that were cut off, the last one or one in the middle, are left out', async () => {
  const whole = JSON.stringify(event)
  await using job = await folderOf({
    'events.jsonl': `${whole}\n${whole.slice(0, 20)}\n${whole}\n${whole.slice(0, 9)}`,
  })
  assert.deepEqual(await unpackJob(job.folder, job.folder), { events: [event, event], carried: [] })
})

const unreadable = [
  { name: 'an event that is none', files: { 'events.jsonl': '{"type":"x"}\n' }, code: 'run/events' },
  { name: 'a dataset that is cut off', files: { 'datasets/a.sqlite.zst': 'no' }, code: 'artifact/unpack' },
]
for (const { name, files, code } of unreadable) {
  test(`what a job left is refused as a failure when it holds ${name}`, async () => {
    await using job = await folderOf(files)
    await using there = await folderOf({})
    await assert.rejects(unpackJob(job.folder, there.folder), { code })
  })
}
