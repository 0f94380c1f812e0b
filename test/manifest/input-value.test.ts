import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inputText } from '../../src/manifest/input-text.ts'
import { fitInput, parseInput } from '../../src/manifest/input-value.ts'
import type { Input, InputType, InputValue } from '../../src/manifest/manifest.ts'
import { toInstant } from '../../src/text/calendar.ts'

const of = (type: InputType, more: Partial<Input> = {}): Input => ({ type, required: false, ...more })

describe('an instant', () => {
  for (const [written, kept] of [
    ['2026-01-31T06:30:00Z', '2026-01-31T06:30:00Z'],
    ['2026-01-31T06:30Z', '2026-01-31T06:30:00Z'],
    ['2026-01-31T01:30:00.250+02:00', '2026-01-30T23:30:00.250Z'],
    ['2026-12-31T23:30:00-05:30', '2027-01-01T05:00:00Z'],
  ] as const)
    it(`written ${written} is kept as ${kept}, and that as itself`, () => {
      assert.equal(toInstant(written), kept)
      assert.equal(toInstant(kept), kept)
    })

  for (const text of [
    '2026-01-31T06:30:00',
    '2026-01-31 06:30:00Z',
    '2026-02-29T06:30:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T06:60Z',
    '2026-01-31T06:30:00+2',
    '2026-01-31T06:30:00+15:00',
    '2026-01-31T06:30:00z',
    '0000-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-01:00',
    'tomorrow',
  ])
    it(`is not ${text}`, () => assert.equal(toInstant(text), undefined))
})

describe('a value that is typed, as YAML has it', () => {
  for (const [type, value] of [
    ['text', 1.1],
    ['text', true],
    ['text', null],
    ['integer', '7'],
    ['integer', 7.5],
    ['number', Number.NaN],
    ['boolean', 'true'],
    ['date', 20_260_131],
    ['datetime', '2026-01-31'],
    ['list', 'eu,us'],
    ['list', [1, 2]],
    ['list', { 0: 'eu' }],
    ['json', 2 ** 53],
    ['json', { deep: [Infinity] }],
  ] as const)
    it(`${JSON.stringify(value)} is no ${type}`, () => assert.equal(fitInput(of(type), value), undefined))

  it('can be any JSON where that is asked for, and empty', () => {
    const value = { a: [1, 'x', null, { '': true }], b: {} }
    assert.deepEqual(fitInput(of('json'), value), value)
    assert.equal(fitInput(of('json'), null), null)
  })

  it('keeps a key that JavaScript gives a meaning', () => {
    const value = parseInput(of('json'), '{"__proto__": {"x": 1}}')
    assert.equal(JSON.stringify(value), '{"__proto__":{"x":1}}')
  })

  it('of a choice may look like a number', () => {
    assert.equal(fitInput(of('choice', { options: ['2025', '2026'] }), 2026), '2026')
  })
})

describe('a value that is text, as a command line has it', () => {
  for (const [text, items] of [
    ['eu', ['eu']],
    ['eu, us ,asia', ['eu', 'us', 'asia']],
    ['["a,b", ""]', ['a,b', '']],
    ['[]', []],
    ['', []],
  ] as const)
    it(`${JSON.stringify(text)} is the list ${JSON.stringify(items)}`, () =>
      assert.deepEqual(parseInput(of('list'), text), items))

  for (const text of ['a,,b', 'a,', '[1]', '[a]', '["a"', '[["a"]]'])
    it(`${JSON.stringify(text)} is no list of texts`, () =>
      assert.equal(parseInput(of('list'), text), undefined))

  for (const text of ['{a: 1}', '', 'undefined', '[1,]', '9007199254740993', '1e999', "{'a': 1}"])
    it(`${JSON.stringify(text)} is no JSON that can be kept`, () =>
      assert.equal(parseInput(of('json'), text), undefined))
})

describe('bounds', () => {
  const taken = (input: Input, values: readonly string[]) =>
    values.filter((value) => parseInput(input, value) !== undefined)

  it('are allowed themselves', () => {
    assert.deepEqual(taken(of('integer', { min: 1, max: 12 }), ['0', '1', '12', '13']), ['1', '12'])
    assert.deepEqual(taken(of('number', { min: -0.5 }), ['-0.6', '-0.5', '9']), ['-0.5', '9'])
    const days = of('date', { min: '2026-01-01', max: '2026-12-31' })
    assert.deepEqual(taken(days, ['2025-12-31', '2026-01-01', '2027-01-01']), ['2026-01-01'])
  })

  it('of instants are compared as instants, whatever their offset and fraction', () => {
    const input = of('datetime', { min: '2026-01-01T00:00:00Z', max: '2026-01-01T00:00:00.5Z' })
    assert.deepEqual(
      taken(input, [
        '2026-01-01T01:00:00+02:00',
        '2026-01-01T02:00:00.49+02:00',
        '2026-01-01T00:00:00.500Z',
        '2026-01-01T00:00:00.500000001Z',
      ]),
      ['2026-01-01T02:00:00.49+02:00', '2026-01-01T00:00:00.500Z'],
    )
  })

  it('of a pattern are the whole value', () => {
    const input = of('text', { pattern: '[a-z]{2}|all' })
    assert.deepEqual(taken(input, ['eu', 'all', 'eux', 'xall', 'eu\n', 'EU']), ['eu', 'all'])
  })
})

describe('value → text → value', () => {
  it('gives back every value, of every type', () => {
    const random = generator(7)
    for (let round = 0; round < 20_000; round++) {
      const type = pick(types, random)
      const value = fitInput(of(type), makers[type](random))
      assert.ok(value !== undefined)
      const text = inputText(type, value)
      assert.deepEqual(parseInput(of(type), text), value, `${type}: ${text}`)
    }
  })
})

const types = ['text', 'integer', 'number', 'boolean', 'date', 'datetime', 'json', 'list'] as const

const pieces = [
  '',
  'a',
  ',',
  '[',
  '"',
  '\\',
  "'",
  ' ',
  '\n',
  '$x',
  '${{ }}',
  'é',
  '😀',
  '__proto__',
  ']',
  '\u0000',
]

const makers: Readonly<Record<(typeof types)[number], (random: () => number) => InputValue>> = {
  text: someText,
  integer: (random) => Math.round((random() - 0.5) * 2 ** 53),
  number: (random) => (random() - 0.5) * 10 ** Math.round((random() - 0.5) * 30),
  boolean: (random) => random() < 0.5,
  date: (random) => new Date(random() * 4e12).toISOString().slice(0, 10),
  datetime: (random) => new Date(random() * 4e12).toISOString(),
  json: (random) => someJson(random, 3),
  list: (random) => Array.from({ length: Math.floor(random() * 4) }, () => someText(random)),
}

function someText(random: () => number): string {
  return Array.from({ length: Math.floor(random() * 4) }, () => pick(pieces, random)).join('')
}

function someJson(random: () => number, depth: number): InputValue {
  const kind = Math.floor(random() * (depth > 0 ? 6 : 4))
  if (kind === 0) return someText(random)
  if (kind === 1) return makers.integer(random)
  if (kind === 2) return random() < 0.5
  if (kind === 3) return null
  const items = Array.from({ length: Math.floor(random() * 4) }, () => someJson(random, depth - 1))
  return kind === 4 ? items : Object.fromEntries(items.map((item) => [someText(random), item]))
}

function pick<T>(from: readonly [T, ...T[]] | readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)]
  assert.ok(found !== undefined)
  return found
}

/** Mulberry32: the same numbers every time. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
