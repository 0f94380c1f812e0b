import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDuration } from '../../src/text/duration.ts'
import { nearest } from '../../src/text/nearest.ts'

test('the nearest name is the one a slip of the fingers away', () => {
  assert.equal(nearest('ordres', ['daily', 'orders', 'order']), 'orders')
  assert.equal(nearest('Orders', ['orders']), 'orders')
  assert.equal(nearest('zebra', ['orders', 'daily']), undefined)
})

test('a duration is a number and a unit', () => {
  assert.deepEqual(['500ms', '5s', '1.5h', '1d'].map(parseDuration), [500, 5_000, 5_400_000, 86_400_000])
  assert.deepEqual(['5', 's', '-5s', '5 weeks', ''].map(parseDuration), [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
