import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Matrix } from '../../src/manifest/manifest.ts'
import { legCount } from '../../src/matrix/leg-count.ts'

const axes = (over: object): Matrix => ({ kind: 'axes', axes: {}, include: [], exclude: [], ...over })

it('the legs of a matrix are counted before the run where the text alone tells', () => {
  assert.equal(legCount(axes({ axes: { a: [1, 2], b: [1, 2, 3] } })), 6)
  assert.equal(legCount(axes({ axes: { a: ['${{ inputs.x }}', 'b'] } })), 2)
  assert.equal(legCount(axes({ axes: { a: [] } })), 0)
})

it('legs are not counted before the run where an expression, rows or a mistake decide', () => {
  assert.equal(legCount({ kind: 'rows', from: 'x' }), null)
  assert.equal(legCount({ kind: 'expression', expression: '${{ inputs.x }}' }), null)
  assert.equal(legCount(axes({ axes: { a: '${{ inputs.x }}' } })), null)
  assert.equal(legCount(axes({ axes: { a: ['${{ inputs.x }}', 'b'] }, exclude: [{ a: 'b' }] })), null)
  assert.equal(legCount(axes({ axes: { a: [1] }, exclude: [{ b: 1 }] })), null)
})
