import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Matrix } from '../../src/manifest/manifest.ts'
import { columnsSeen } from '../../src/matrix/columns-seen.ts'
import { writtenStep } from '../support/written.ts'

function seen(
  matrix: Matrix | undefined,
  own: readonly string[] | undefined,
  known = new Map<string, string[]>(),
) {
  const strategy = matrix && { matrix, failFast: true, maxFailures: { count: 0 } }
  return columnsSeen(writtenStep({ id: 'a', ...(strategy && { strategy }) }), own, known)
}

const axes: Matrix = { kind: 'axes', axes: { region: ['eu'], Day: [1] }, include: [{ vat: 1 }], exclude: [] }

it('who needs a mapped step sees the values of its legs before its own columns, each name once', () => {
  assert.deepEqual(seen(undefined, ['n']), ['n'])
  assert.deepEqual(seen(axes, ['day', 'n']), ['region', 'vat', 'day', 'n'])
  assert.deepEqual(seen({ kind: 'rows', from: 'list' }, ['n'], new Map([['list', ['id']]])), ['id', 'n'])
})

it('what a mapped step makes is not known where its matrix or its own columns are not', () => {
  assert.equal(seen(axes, undefined), undefined)
  assert.equal(seen({ kind: 'rows', from: 'list' }, ['n']), undefined)
  assert.equal(seen({ kind: 'expression', expression: '${{ inputs.x }}' }, ['n']), undefined)
})
