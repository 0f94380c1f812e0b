import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bindSql } from '../../src/expression/bind-sql.ts'
import type { Contexts } from '../../src/expression/contexts.ts'
import { evaluateCondition, evaluateExpression, evaluateTemplate } from '../../src/expression/evaluate.ts'

const contexts: Contexts = {
  inputs: { region: 'eu', days: 3, full: true },
  env: {},
  vars: {},
  secrets: { KEY: 's3cret' },
  needs: {
    orders: { result: 'success', outputs: { rows: '12' } },
    'open-data': { result: 'failure', outputs: {} },
  },
  run: {
    id: 'r1',
    date: '2026-11-21',
    at: '2026-11-21T05:30:00.000Z',
    latest: true,
    previous: { id: '', result: '', date: '', steps: {} },
  },
  github: { event: { constructor: { name: 'x' } } },
  matrix: {},
}

test('a template is the text with each expression replaced by what GitHub would print', () => {
  assert.equal(
    evaluateTemplate('${{ run.date }}/${{inputs.days}}-${{ inputs.full }}${{ inputs.none }}.csv', contexts),
    '2026-11-21/3-true.csv',
  )
})

test('brackets and quotes inside a string of an expression are text', () => {
  assert.equal(evaluateTemplate("a ${{ '}} it''s ''so''' }} b", contexts), "a }} it's 'so' b")
})

test('an expression answers with plain data', () => {
  assert.equal(evaluateExpression('needs.orders.outputs.rows', contexts), '12')
  assert.deepEqual(evaluateExpression('needs.*.result', contexts), ['success', 'failure'])
  assert.deepEqual(evaluateExpression("fromJSON('[1,true,null]')", contexts), [1, true, null])
})

test('names that JavaScript knows are found only where they were put', () => {
  assert.equal(evaluateExpression('inputs.constructor', contexts), null)
  assert.equal(evaluateExpression('github.event.constructor.name', contexts), 'x')
  assert.throws(() => evaluateExpression('constructor(1)', contexts), /"constructor" is not a function/)
})

const statuses = {
  well: { success: true, failure: false, cancelled: false },
  failed: { success: false, failure: true, cancelled: false },
  cancelled: { success: false, failure: false, cancelled: true },
}

const conditions: readonly [string | undefined, keyof typeof statuses, boolean][] = [
  [undefined, 'well', true],
  [undefined, 'failed', false],
  ["inputs.region == 'EU'", 'well', true],
  ["inputs.region == 'eu'", 'failed', false],
  ["inputs.region == 'us' || true", 'failed', false],
  ['${{ failure() }}', 'failed', true],
  ['failure()', 'cancelled', false],
  ['always()', 'cancelled', true],
  ["!cancelled() && contains(needs.*.result, 'failure')", 'failed', true],
  ["'success()' == 'x'", 'well', false],
  ['inputs.days', 'well', true],
  ["''", 'well', false],
]

for (const [source, status, answer] of conditions)
  test(`\`if: ${source ?? '(none)'}\` after steps that ${status} is ${answer}`, () => {
    assert.equal(evaluateCondition(source, contexts, statuses[status]), answer)
  })

test('expressions in SQL become parameters, but not in strings, names or comments', () => {
  const sql = `select "\${{ a }}", '\${{ b }}' from t -- \${{ c }}\nwhere r = \${{ inputs.region }} /* \${{ d }} */ and x = \${{ format('{0}''', run.date) }}`
  assert.deepEqual(bindSql(sql, 'sqlite'), {
    sql: `select "\${{ a }}", '\${{ b }}' from t -- \${{ c }}\nwhere r = ? /* \${{ d }} */ and x = ?`,
    expressions: ['inputs.region', "format('{0}''', run.date)"],
  })
})
