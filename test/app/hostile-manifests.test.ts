import assert from 'node:assert/strict'
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkManifests } from '../../src/app/check.ts'

interface Hostile {
  readonly says: string
  readonly content: string | Buffer
  readonly code: string
  readonly message: RegExp
}

const laughs = [
  'a0: &a0 [x, x]',
  ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`),
]

const hostile: readonly Hostile[] = [
  { says: 'an empty file', content: '', code: 'source/unreadable', message: /empty/ },
  { says: 'a file of comments', content: '# nothing\n', code: 'source/unreadable', message: /empty/ },
  { says: 'a binary file', content: Buffer.from([1, 2, 0, 4]), code: 'source/unreadable', message: /binary/ },
  {
    says: 'a file that is not UTF-8',
    content: Buffer.from('name: x\nsteps: caf\xe9\n', 'latin1'),
    code: 'source/unreadable',
    message: /not UTF-8 from here/,
  },
  {
    says: '20 MB',
    content: 'a'.repeat(20_000_000),
    code: 'source/too-large',
    message: /20\.0 MB; at most 16 MiB/,
  },
  {
    says: '5 MB of one word',
    content: `x: ${'a'.repeat(5_000_000)}`,
    code: 'manifest/missing-key',
    message: /steps/,
  },
  {
    says: 'a billion laughs',
    content: laughs.join('\n'),
    code: 'source/too-large',
    message: /aliases expand/,
  },
  {
    says: 'an alias inside its own anchor',
    content: 'a: &a [*a]',
    code: 'source/too-large',
    message: /leads back/,
  },
  {
    says: '100,000 open brackets',
    content: `steps: ${'['.repeat(100_000)}`,
    code: 'source/syntax',
    message: /deeper than 50/,
  },
  {
    says: 'a list where a map belongs',
    content: '- a\n',
    code: 'manifest/wrong-type',
    message: /must be a map, but is a list/,
  },
]

for (const { says, content, code, message } of hostile)
  test(`${says} is told, and holds nobody up`, { timeout: 60_000 }, async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'millrace-hostile-'))
    await writeFile(join(folder.path, 'p.yml'), content)
    const { diagnostics, graphs } = await checkManifests(['p.yml'], folder.path)
    assert.equal(graphs.length, 0)
    assert.ok(
      diagnostics.some((each) => each.code === code && message.test(each.message)),
      JSON.stringify(diagnostics),
    )
  })

test('a directory and a missing file are told beside the good file', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'millrace-hostile-'))
  await mkdir(join(folder.path, 'dir.yml'))
  await writeFile(join(folder.path, 'good.yml'), 'steps: { a: { run: echo a } }\n')
  const { diagnostics, graphs } = await checkManifests(['dir.yml', 'good.yml', 'none.yml'], folder.path)
  assert.deepEqual(
    diagnostics.map(({ file, code }) => [file, code]),
    [
      ['dir.yml', 'source/unreadable'],
      ['none.yml', 'source/unreadable'],
    ],
  )
  assert.equal(graphs.length, 1)
})

test('of 10,000 mistakes the first 200 are told and the rest counted', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'millrace-hostile-'))
  const steps = Array.from({ length: 10_000 }, (_, n) => `  s${n}: { run: x, bogus: 1 }`)
  await writeFile(join(folder.path, 'p.yml'), `steps:\n${steps.join('\n')}\n`)
  const { diagnostics } = await checkManifests(['p.yml'], folder.path)
  assert.equal(diagnostics.length, 201)
  assert.match(diagnostics.at(-1)?.message ?? '', /^9,800 more/)
})

test('keys that JavaScript knows are refused as names and break nothing', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'millrace-hostile-'))
  await writeFile(
    join(folder.path, 'p.yml'),
    '__proto__: { x: 1 }\nsteps:\n  __proto__: { run: a }\n  constructor: { run: a }\n',
  )
  const { diagnostics } = await checkManifests(['p.yml'], folder.path)
  assert.deepEqual(
    diagnostics.map(({ code, line }) => [code, line]),
    [
      ['manifest/unknown-key', 1],
      ['manifest/name', 3],
      ['manifest/name', 4],
    ],
  )
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false)
})
