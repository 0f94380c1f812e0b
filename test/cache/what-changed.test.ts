import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cacheKey, groupHashes, hashOf, type KeyPart } from '../../src/cache/cache-key.ts'
import { decide } from '../../src/cache/decide.ts'
import { whatChanged, whichChanged } from '../../src/cache/what-changed.ts'

const part = (group: KeyPart['group'], name: string, value: string): KeyPart => ({
  group,
  name,
  hash: hashOf(value),
  ...(group === 'values' ? { told: value } : {}),
})

const was = [
  part('definition', 'definition', 'a'),
  part('code', 'SQL', 'select 1'),
  part('code', 'steps/tidy.ts', 'x'),
  part('values', 'inputs.region', 'eu'),
  part('files', 'data/a.csv', '1'),
  part('data', 'orders', 'o'),
]
const now = (...changed: readonly KeyPart[]) => [
  ...was.filter((old) => !changed.some(({ group, name }) => group === old.group && name === old.name)),
  ...changed,
]

describe('what changed', () => {
  const rows: readonly (readonly [KeyPart, string])[] = [
    [part('definition', 'definition', 'b'), 'its definition changed'],
    [part('code', 'SQL', 'select 2'), 'its SQL changed'],
    [part('code', 'steps/tidy.ts', 'y'), '`steps/tidy.ts` changed'],
    [part('code', 'steps/new.ts', 'y'), '`steps/new.ts` is new'],
    [part('values', 'inputs.region', 'us'), 'inputs.region is us, was eu'],
    [part('files', 'data/a.csv', '2'), '`data/a.csv` changed'],
    [part('data', 'orders', 'p'), '`orders` changed'],
  ]
  for (const [changed, words] of rows) {
    it(`is told as: ${words}`, () => {
      assert.equal(whatChanged(now(changed), was), words)
    })
  }

  it('also names what is no longer there, and counts what is too much', () => {
    assert.equal(whatChanged(was.slice(0, -1), was), '`orders` is no longer used')
    assert.equal(
      whatChanged([], was),
      'its definition is no longer used; its SQL is no longer used; and 4 more changes',
    )
  })

  it('is known by its group where no more is known', () => {
    const before = groupHashes(cacheKey(was))
    assert.equal(
      whichChanged(groupHashes(cacheKey(now(part('data', 'orders', 'p')))), before),
      'an input dataset changed',
    )
    const both = now(part('code', 'SQL', 'x'), part('values', 'inputs.region', 'us'))
    assert.equal(
      whichChanged(groupHashes(cacheKey(both)), before),
      'its code changed; a value that it uses changed',
    )
  })
})

describe('a key', () => {
  it('does not depend on the order of its parts, nor of keys within a value', () => {
    assert.equal(cacheKey(was).hash, cacheKey(was.toReversed()).hash)
    assert.equal(hashOf({ a: 1, b: [2] }), hashOf({ b: [2], a: 1 }))
  })
})

describe('the decision', () => {
  const key = cacheKey(was)
  const savedAtMs = Date.parse('2026-11-20T06:00:00.000Z')
  const head = { id: 'x', savedAtMs, groups: groupHashes(key), parts: key.parts }
  const hour = 3_600_000
  const at = (ms: number, maxAgeMs?: number) => ({ now: new Date(savedAtMs + ms), maxAgeMs })

  it('is to reuse while the entry is young enough, to the millisecond', () => {
    assert.equal(decide(key, { same: head, newest: head }, at(9 * 24 * hour)).decision, 'reuse')
    assert.equal(decide(key, { same: head, newest: head }, at(24 * hour, 24 * hour)).decision, 'reuse')
    assert.deepEqual(decide(key, { same: head, newest: head }, at(25 * hour, 24 * hour)), {
      decision: 'run',
      reason: 'the entry is 25 h old, max-age is 24 h',
    })
    assert.equal(decide(key, { same: head }, at(24 * hour + 1, 24 * hour)).decision, 'run')
  })

  it('is to run where there is no entry, or another', () => {
    assert.deepEqual(decide(key, {}, at(0)), { decision: 'run', reason: 'no entry yet' })
    const other = cacheKey(now(part('data', 'orders', 'p')))
    assert.deepEqual(decide(other, { newest: head }, at(0)), { decision: 'run', reason: '`orders` changed' })
    const { parts: _parts, ...short } = head
    assert.deepEqual(decide(other, { newest: short }, at(0)), {
      decision: 'run',
      reason: 'an input dataset changed',
    })
  })
})
