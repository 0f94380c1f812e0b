import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { createRunner } from '../../src/adapters/runner/runner.ts'

function start() {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-runner-'))
  const written: string[] = []
  const env = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  const runner = createRunner(env, (text) => void written.push(text))
  return { runner, written, read: (name: 'output' | 'summary') => readFileSync(join(folder, name), 'utf8') }
}

const planted = [
  '::error::x',
  '::set-output name=x::y',
  '##[error]x',
  'a\n::error::x',
  '\u001B[31m::add-mask::x',
  '::stop-commands::t',
]
for (const line of planted) {
  test(`the line ${JSON.stringify(line)} is shown and not obeyed`, () => {
    const { runner, written } = start()
    runner.line(line)
    assert.equal(written.length, 1)
    // The runner takes `::` for a command at the start of a line only, and `##[` anywhere.
    assert.doesNotMatch(stripVTControlCharacters(written.join('')), /^\s*::|##\[/m)
    assert.equal(written.join('').split('\n').length, 2)
  })
}

test('an annotation keeps its place, and its text cannot begin another', () => {
  const { runner, written } = start()
  const at = { file: 'a,b:c.yml', line: 3, column: 5, endLine: 3, endColumn: 9 }
  runner.annotate({ level: 'error', message: '50% off\n::warning::x', title: 'a,b', at })
  assert.deepEqual(written, [
    '::error file=a%2Cb%3Ac.yml,line=3,endLine=3,col=5,endColumn=9,title=a%2Cb::50%25 off%0A:\u2060:warning::x\n',
  ])
})

test('an annotation steers no terminal that shows the log', () => {
  const { runner, written } = start()
  runner.annotate({ level: 'error', message: '\u001B[2Jgone\nnext \u202Eback' })
  assert.deepEqual(written, ['::error::gone%0Anext ·back\n'])
})

test('an annotation over several lines has no columns', () => {
  const { runner, written } = start()
  const at = { file: 'a.yml', line: 3, column: 5, endLine: 4, endColumn: 9 }
  runner.annotate({ level: 'warning', message: 'm', at })
  assert.deepEqual(written, ['::warning file=a.yml,line=3,endLine=4::m\n'])
})

test('an output of several lines is written whole, whatever it holds', () => {
  const { runner, read } = start()
  runner.output('a', 'x\nghadelimiter_1\nb=c')
  const [, delimiter, value] = /^a<<(ghadelimiter_[0-9a-f-]{36})\n([^]*)\n\1\n$/.exec(read('output')) ?? []
  assert.ok(delimiter !== undefined)
  assert.equal(value, 'x\nghadelimiter_1\nb=c')
})

test('an output too large for the environment of a later step is refused', () => {
  const { runner } = start()
  assert.throws(() => runner.output('a', 'x'.repeat(140_000)), { code: 'runner/output' })
})

test("a summary past GitHub's megabyte is cut rather than dropped whole", () => {
  const { runner, read } = start()
  for (let part = 0; part < 5; part += 1) runner.summary('é line\n'.repeat(40_000))
  const size = Buffer.byteLength(read('summary'))
  assert.ok(size <= 1024 * 1024 && size > 1_000_000, String(size))
})

test('an empty value is not masked, because everything would be', () => {
  const { runner, written } = start()
  runner.mask('')
  runner.mask('   ')
  runner.mask('s3cret')
  assert.deepEqual(written, ['::add-mask::s3cret\n'])
})
