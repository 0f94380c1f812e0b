import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeSite } from './rig.ts'

const laughs = [
  'a0: &a0 [x, x]',
  ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`),
].join('\n')

const five = `steps:\n${Array.from({ length: 40_000 }, (_, n) => `  s${n}: { run: "echo ${'x'.repeat(100)}" }\n`).join('')}`

const bad: Readonly<Record<string, readonly [content: string | Buffer, message: RegExp]>> = {
  'an empty file': ['', /the manifest is empty/],
  'a binary file': [Buffer.from([1, 2, 0, 255, 254]), /binary, not YAML/],
  'a billion laughs': [laughs, /the aliases expand to/],
  '5 MB of one word': [`x: ${'a'.repeat(5_000_000)}`, /must have `steps`/],
  'names that pollute prototypes': [
    '__proto__: {x: 1}\ninputs: { __proto__: {default: a} }\nsteps: { __proto__: {run: echo}, constructor: {run: echo} }',
    /"__proto__" is reserved/,
  ],
  'keys that are commands and escapes': [
    '"::error::x\\e[31m": 1\nsteps: { a: { run: x, "##[add-mask]": 3 } }',
    /unknown key/,
  ],
  'a script to inject into': [
    'steps: { a: { run: "echo ${{ inputs.x }}" } }\ninputs: { x: { default: a } }',
    /script/,
  ],
  'a file out of the repository': [
    'steps: { a: { extract: { csv: a.csv } }, b: { load: { from: a, file: ../../etc/x.csv } } }',
    /repository/,
  ],
}

describe('a manifest that is', { concurrency: 2 }, () => {
  for (const [says, [content, message]] of Object.entries(bad)) {
    it(`${says} is refused at once by every verb`, async () => {
      await using site = await makeSite({ 'p.yml': content })
      for (const args of [['validate'], ['run'], ['plan'], ['validate', '--format', 'github']]) {
        const [verb = '', ...rest] = args
        const { status, stdout, stderr, ms } = await site.cli(verb, 'p.yml', ...rest)
        assert.equal(status, 1, stdout + stderr)
        assert.match(stdout + stderr, message)
        assert(ms < 5000, `${ms} ms`)
        for (const never of ['\u001B', '##[', 'this is a bug']) assert(!(stdout + stderr).includes(never))
        for (const line of stdout.split('\n'))
          assert(!line.trimStart().startsWith('::') || line.startsWith('::error file=p.yml,'), line)
      }
    })
  }

  it('a folder is no manifest', async () => {
    await using site = await makeSite({ 'p.yml/readme.txt': '' })
    const run = await site.cli('run', 'p.yml')
    assert.equal(run.status, 64)
    assert.match(run.stderr, /"p\.yml" is a folder/)
    assert.equal((await site.cli('validate', 'p.yml')).status, 64)
  })

  it('good and 5 MB long is planned in seconds', async () => {
    await using site = await makeSite({ 'p.yml': five })
    const { status, stdout, stderr, ms } = await site.cli('validate', 'p.yml')
    assert.equal(status, 0, stdout + stderr)
    assert(ms < 10_000, `${ms} ms`)
  })
})
