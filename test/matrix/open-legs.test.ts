import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Json, LegValues } from '../../src/manifest/manifest.ts'
import { sameValue } from '../../src/expression/same-value.ts'
import type { Axes } from '../../src/matrix/axes.ts'
import { filterOf } from '../../src/matrix/filter.ts'
import { openLegs } from '../../src/matrix/open-legs.ts'
import { Product } from '../../src/matrix/product.ts'
import { naiveLegs } from './naive-legs.ts'

function legsOf(over: Partial<Axes>): LegValues[] {
  const legs = openLegs({ axes: {}, include: [], exclude: [], ...over })
  return Array.from({ length: legs.count }, (_, index) => legs.at(index))
}

describe('the legs of a matrix', () => {
  it('are every combination, the last axis turning fastest', () => {
    assert.deepEqual(legsOf({ axes: { version: [10, 12], os: ['ubuntu', 'windows'] } }), [
      { version: 10, os: 'ubuntu' },
      { version: 10, os: 'windows' },
      { version: 12, os: 'ubuntu' },
      { version: 12, os: 'windows' },
    ])
  })

  it('are those of the example in GitHub’s documentation of include', () => {
    const legs = legsOf({
      axes: { fruit: ['apple', 'pear'], animal: ['cat', 'dog'] },
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    })
    assert.deepEqual(legs, [
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ])
  })

  it('leave out what an exclude fits in part, and an include can bring it back', () => {
    const legs = legsOf({
      axes: { os: ['mac', 'windows'], version: [12, 14, 16], stage: ['test', 'live'] },
      exclude: [
        { os: 'mac', version: 12, stage: 'live' },
        { os: 'windows', version: 16 },
      ],
      include: [{ os: 'windows', version: 16, stage: 'test', slow: true }],
    })
    assert.equal(legs.length, 10)
    assert.deepEqual(legs.at(-1), { os: 'windows', version: 16, stage: 'test', slow: true })
  })

  it('are compared as expressions compare: without regard to case, and a number with its text', () => {
    const axes = { os: ['Ubuntu', 'mac'], version: [12, 14] }
    assert.deepEqual(legsOf({ axes, exclude: [{ OS: 'ubuntu' }, { version: '14' }] }), [
      { os: 'mac', version: 12 },
    ])
  })

  it('are compared leaf by leaf where a value is an object or a list', () => {
    const axes = { node: [{ version: 20, env: 'a' }, { version: 22 }], list: [[1, 2], [3]] }
    assert.deepEqual(legsOf({ axes, exclude: [{ node: { version: 20 } }, { list: [3] }] }), [
      { node: { version: 22 }, list: [1, 2] },
    ])
  })

  it('are the items of a list that has no axes', () => {
    assert.deepEqual(legsOf({ include: [{ a: 1 }, { b: 2 }] }), [{ a: 1 }, { b: 2 }])
  })

  it('are none when an axis is empty', () => {
    assert.deepEqual(legsOf({ axes: { a: [], b: [1, 2] } }), [])
    assert.deepEqual(legsOf({}), [])
  })

  it('take a name that every object has for what it is', () => {
    const legs = openLegs({
      axes: JSON.parse('{"__proto__":[1],"constructor":[2]}'),
      include: [],
      exclude: [],
    })
    assert.deepEqual(Object.entries(legs.at(0)), [
      ['__proto__', 1],
      ['constructor', 2],
    ])
  })

  for (const [what, over, told] of [
    ['excludes what is no axis', { axes: { os: [1] }, exclude: [{ oss: 1 }] }, /names "oss", .* mean "os"/],
    ['has an empty include', { include: [{}] }, /item of `include`/],
    ['has an empty exclude', { axes: { os: [1] }, exclude: [{}] }, /item of `exclude`/],
    [
      'got out of hand',
      { axes: Object.fromEntries('abcdefgh'.split('').map((a) => [a, [...Array(99).keys()]])) },
      /more than 1,000,000/,
    ],
  ] as const) {
    it(`are refused of a matrix that ${what}`, () => {
      assert.throws(() => legsOf(over), { code: 'matrix/shape', message: told })
    })
  }

  it('are the same as on lists, whatever the matrix', () => {
    const random = seeded(4)
    for (let round = 0; round < 3000; round += 1) {
      const matrix = randomMatrix(random)
      assert.deepEqual(legsOf(matrix), naiveLegs(matrix), JSON.stringify(matrix))
    }
  })

  it('are had in any order, and a hundred thousand take a moment', () => {
    const numbers = Array.from({ length: 400 }, (_, index) => index)
    const exclude = numbers.slice(0, 20).map((b) => ({ a: 7, b }))
    const legs = openLegs({
      axes: { a: numbers, b: numbers.slice(0, 250) },
      include: [{ a: 3, c: 1 }],
      exclude,
    })
    assert.equal(legs.count, 99_980)
    assert.deepEqual(legs.at(legs.count - 1), { a: 399, b: 249 })
    assert.deepEqual(legs.at(7 * 250), { a: 7, b: 20 })
    assert.deepEqual(legs.at(3 * 250), { a: 3, b: 0, c: 1 })
  })
})

it('values are found by an index as if each were compared', () => {
  const random = seeded(28)
  const pool: Json[] = [
    '1',
    '1.0',
    ' 1 ',
    1,
    0,
    -0,
    '',
    true,
    false,
    null,
    'A',
    'a',
    'ß',
    'SS',
    'ı',
    'I',
    'i',
    [1],
    { x: 1 },
    {},
    '0x1',
  ]
  const draw = () => pool[random(pool.length)] ?? null
  for (let round = 0; round < 2000; round += 1) {
    const values = Array.from({ length: random(8) }, draw)
    const wanted = draw()
    const product = new Product({ a: values })
    const [found] = filterOf({ a: wanted }, product)
    for (const [place, value] of values.entries()) {
      if (typeof wanted === 'object' && wanted !== null) continue
      assert.equal(found?.fits.has(place), sameValue(value, wanted), JSON.stringify([value, wanted]))
    }
  }
})

it('thousands of includes and excludes on an axis of thousands are opened', { timeout: 60_000 }, () => {
  const a = Array.from({ length: 20_000 }, (_, n) => `a${n}`)
  const include = a.map((value, n) => ({ a: value, number: n }))
  const legs = openLegs({
    axes: { a },
    include,
    exclude: include.slice(0, 9000).map(({ a: one }) => ({ a: one })),
  })
  assert.deepEqual(legs.at(legs.count - 1), { a: 'a8999', number: 8999 })
  assert.deepEqual(legs.at(0), { a: 'a9000', number: 9000 })
  assert.equal(legs.count, 20_000)
})

function randomMatrix(random: (below: number) => number): Axes {
  const value = (): Json => random(4) + 1
  const names = ['a', 'b', 'c', 'd']
  const axes = Object.fromEntries(
    names.slice(0, random(4)).map((name) => [name, [...new Set(Array.from({ length: random(5) }, value))]]),
  )
  const item = (from: readonly string[]): LegValues => {
    const taken = from.filter(() => random(2) === 0)
    const [first] = from
    return Object.fromEntries(
      (taken.length > 0 || first === undefined ? taken : [first]).map((name) => [name, value()]),
    )
  }
  const own = Object.keys(axes)
  const exclude = own.length === 0 ? [] : Array.from({ length: random(4) }, () => item(own))
  const include = Array.from({ length: random(5) }, () => item([...names, 'x', 'y']))
  return { axes, include, exclude }
}

function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
