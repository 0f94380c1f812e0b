import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import type { Check } from '../../src/steps/checks/check.ts'
import { checkDataset } from '../../src/steps/checks/check-dataset.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'zip', type: 'text' },
  { name: 'price', type: 'decimal', precision: 30, scale: 2 },
  { name: 'day', type: 'date' },
  { name: 'paid', type: 'boolean' },
  { name: 'fee', type: 'decimal', precision: 9, scale: 2 },
]

const rows = [
  [1, '00601', '10.00', '2024-01-01', true, '2.50'],
  [1, '00602', '9.50', '2024-02-01', false, '2.50'],
  [null, null, '100000000000000000000.01', '2023-12-31', null, null],
]

async function messageOf(...checks: readonly Check[]): Promise<string> {
  using rig = new StepRig()
  const dataset = writeDataset(rig.path('d/orders.sqlite'), 'orders', { columns, rows })
  return (await failureOf(checkDataset(dataset, checks, rig.context({}, { checks, bind: () => 9 })))).message
}

describe('checks', () => {
  it('lets a query compare times whose fractions are not of one length', async () => {
    using rig = new StepRig()
    const at: Column = { name: 'at', type: 'timestamp', zoned: true }
    const times = [['2026-01-01T00:00:00Z'], ['2026-01-01T00:00:00.5Z']]
    const dataset = writeDataset(rig.path('d/t.sqlite'), 't', { columns: [at], rows: times })
    const falls = 'select * from (select at, lag(at) over () as before from t) where at < before'
    const checks = [{ rule: 'sql', sql: falls } as const]
    assert.equal((await checkDataset(dataset, checks, rig.context({}, { checks }))).rejected, 0)
  })

  const broken: readonly (readonly [string, Check, string])[] = [
    [
      'not-null',
      { rule: 'not-null', columns: ['id', 'zip'] },
      'not-null [id, zip]: 1 row, e.g. (id=NULL, zip=NULL',
    ],
    ['unique', { rule: 'unique', columns: ['id'] }, 'unique [id]: 1 key more than once, e.g. (id=1) 2×'],
    ['row-count', { rule: 'row-count', min: 4 }, 'row-count: 3 rows, expected at least 4'],
    [
      'accepted-values',
      { rule: 'accepted-values', column: 'zip', values: ['00601'] },
      'none of "00601": "00602" (1×)',
    ],
    [
      'accepted-values of booleans',
      { rule: 'accepted-values', column: 'paid', values: [true] },
      'none of true: 0 (1×)',
    ],
    [
      'range of long decimals, as numbers',
      { rule: 'range', column: 'price', min: 9, max: 10 },
      '1 row with a value outside 9 to 10',
    ],
    [
      'range of dates',
      { rule: 'range', column: 'day', min: '2024-01-01' },
      'below "2024-01-01": "2023-12-31" (1×)',
    ],
    [
      'sql',
      { rule: 'sql', name: 'cheap', sql: 'select id, price from orders where id < ${{ x }}' },
      'sql "cheap": 2 rows, e.g. (id=1, price=',
    ],
    ['unique key, with the digits of a decimal', { rule: 'unique', columns: ['fee'] }, '(fee=2.50) 2×'],
  ]
  for (const [name, check, expected] of broken) {
    it(`tell of a broken ${name}`, async () => {
      const message = await messageOf(check)
      assert(message.includes(expected), message)
    })
  }

  it('list every broken rule at once', async () => {
    const message = await messageOf(
      { rule: 'unique', columns: ['id'] },
      { rule: 'row-count', min: 1 },
      { rule: 'not-null', columns: ['zip'] },
    )
    assert.match(message, /^2 of 3 checks failed on the 3 rows of "orders":\n- unique.*\n- not-null/)
  })

  it('name the columns when one is misspelt', async () => {
    assert.match(await messageOf({ rule: 'unique', columns: ['ident'] }), /"orders" has no column "ident"/)
  })

  it('cannot be used to change anything', async () => {
    assert.match(await messageOf({ rule: 'sql', sql: 'delete from orders' }), /starts with "delete"/)
  })

  it('are part of what the registry gives out', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', 'id\n1\n1\n')
    const options = {
      format: 'csv',
      from: ['orders.csv'],
      headers: {},
      compression: 'auto',
      columns: [{ name: 'id', type: 'integer' }],
      rejects: { rows: 0 },
      allowEmpty: false,
      csv: { ragged: 'reject' },
    }
    const execute = await loadExecutor('extract')
    const failure = await failureOf(
      execute(rig.context<unknown>(options, { checks: [{ rule: 'unique', columns: ['id'] }] })),
    )
    assert.equal(failure.code, 'checks/failed')
  })
})
