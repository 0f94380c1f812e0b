import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { parseInput } from '../../src/manifest/input-value.ts'
import type { InputType, InputValue } from '../../src/manifest/manifest.ts'
import { runAgain } from '../../src/report/run-again.ts'

type Typed = readonly [InputType, InputValue]

const line = (type: InputType, value: InputValue) =>
  runAgain({ file: 'pipelines/x.yml', inputs: { q: value }, manifest: { inputs: { q: { type } } } })

describe('the line that runs it again', () => {
  it('writes a list with commas, and JSON as JSON', () => {
    assert.equal(line('list', ['eu', 'us']), 'millrace run pipelines/x.yml --input q=eu,us')
    assert.equal(line('list', ['a,b', '']), `millrace run pipelines/x.yml --input 'q=["a,b",""]'`)
    assert.equal(line('list', []), `millrace run pipelines/x.yml --input 'q=[]'`)
    assert.equal(line('json', { a: [1] }), `millrace run pipelines/x.yml --input 'q={"a":[1]}'`)
    assert.equal(line('json', 'eu'), `millrace run pipelines/x.yml --input 'q="eu"'`)
    assert.equal(line('text', 'eu'), 'millrace run pipelines/x.yml --input q=eu')
  })

  it('is for the same window, and loads it again if that run did', () => {
    const of = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z', definition: '' }
    const asked = { id: 'r', trigger: 'cli', at: of.from, date: '2026-01-01', dated: true } as const
    const again = (window: typeof of & { again?: true }) =>
      runAgain({ file: 'pipelines/x.yml', inputs: {}, run: { ...asked, window } })
    const window = '--window 2026-01-01T00:00:00.000Z..2026-01-02T00:00:00.000Z'
    assert.equal(again(of), `millrace run pipelines/x.yml ${window}`)
    assert.equal(again({ ...of, again: true }), `millrace run pipelines/x.yml ${window} --force`)
  })

  it('is read by a shell as the values that it was made of', () => {
    const nasty = [
      '',
      ' ',
      "it's",
      '"',
      '\\',
      'a\nb',
      '\t',
      '$HOME `id` $(id)',
      '!x',
      '*',
      'é😀',
      '\u0001',
      '[',
      '~',
      '#',
    ]
    const values: Typed[] = [
      ...nasty.map((text): Typed => ['text', text]),
      ...nasty.map((text): Typed => ['json', { [text]: [text, null, 1.5] }]),
      ...nasty.map((text): Typed => ['json', text]),
      ...nasty.map((text): Typed => ['list', [text, 'x']]),
      ['list', nasty],
      ['datetime', '2026-01-31T06:30:00.250Z'],
      ['integer', -5],
      ['boolean', false],
    ]
    const script = [
      `millrace() { printf '%s\\0' "$4"; }`,
      ...values.map(([type, value]) => line(type, value)),
    ].join('\n')
    const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
    assert.equal(words.length, values.length)
    for (const [index, [type, value]] of values.entries()) {
      const text = words[index]?.slice('q='.length) ?? ''
      assert.deepEqual(parseInput({ type, required: false }, text), value, `${type} ${JSON.stringify(value)}`)
    }
  })
})
