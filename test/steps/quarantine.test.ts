import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import type { Check } from '../../src/steps/checks/check.ts'
import { checkDataset } from '../../src/steps/checks/check-dataset.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'zip', type: 'text' },
  { name: 'price', type: 'decimal', precision: 9, scale: 2 },
]
const quarantine = { severity: 'quarantine' } as const

function rowsOf({ path }: Dataset) {
  using file = openDatasetFile(path)
  return [...readRows(file)].flat()
}

async function aside(rows: readonly (readonly unknown[])[], ...checks: readonly Check[]) {
  using rig = new StepRig()
  const dataset = writeDataset(rig.path('d/orders.sqlite'), 'orders', { columns, rows })
  const judged = await checkDataset(dataset, checks, rig.context({}))
  return {
    judged,
    kept: rowsOf(judged.dataset),
    rejects: judged.rejects === undefined ? [] : rowsOf(judged.rejects),
  }
}

describe('a quarantine', () => {
  it('puts the rows at fault among the rejects, each once and with what it was, and goes on with the others', async () => {
    const { judged, kept, rejects } = await aside(
      [
        [1, '00601', '10.00'],
        [null, 'x', '9.50'],
        [3, '00603', null],
      ],
      { rule: 'not-null', columns: ['id', 'price'], ...quarantine },
      { rule: 'pattern', column: 'zip', pattern: '^\\d{5}$', ...quarantine },
    )
    assert.equal(judged.rejected, 2)
    assert.deepEqual(judged.notes, [
      'not-null [id, price]: 2 rows put aside',
      'pattern [zip]: 1 row put aside',
    ])
    assert.deepEqual(kept, [{ id: 1, zip: '00601', price: '10.00' }])
    assert.deepEqual(
      rejects.map(({ file, column, rule, value, raw }) => [file, column, rule, value, raw]),
      [
        [
          'orders',
          'id, price; zip',
          'check not-null; check pattern',
          'NULL, 9.50; x',
          '{"id":null,"zip":"x","price":"9.50"}',
        ],
        ['orders', 'id, price', 'check not-null', '3, NULL', '{"id":3,"zip":"00603","price":null}'],
      ],
    )
  })

  it('puts aside the row at fault also where a column has the name of a row number, with its JSON as it was', async () => {
    using rig = new StepRig()
    const own: readonly Column[] = [
      { name: 'rowid', type: 'integer' },
      { name: 'v', type: 'integer' },
      { name: 'j', type: 'json' },
    ]
    const texts = ['{"a":1}', '[1e400,1.10]', 'null']
    const rows = [3, 1, 2].map((rowid, index) => [rowid, index === 1 ? null : rowid, index])
    const dataset = writeDataset(rig.path('d/orders.sqlite'), 'orders', { columns: own, rows })
    const database = new DatabaseSync(dataset.path)
    for (const [index, text] of texts.entries())
      database.prepare('update orders set j = ? where oid = ?').run(text, index + 1)
    database.close()
    const checks: Check[] = [{ rule: 'not-null', columns: ['v'], ...quarantine }]
    const { dataset: kept, rejects } = await checkDataset(dataset, checks, rig.context({}))
    assert.deepEqual(
      rowsOf(kept).map(({ rowid }) => rowid),
      [3, 2],
    )
    assert.deepEqual(rejects && rowsOf(rejects).map(({ value, raw }) => [value, raw]), [
      ['NULL', '{"rowid":1,"v":null,"j":[1e400,1.10]}'],
    ])
  })

  it('puts aside every row of a key that is there more than once', async () => {
    const { kept } = await aside(
      [
        [1, 'a', '1.00'],
        [1, 'b', '1.00'],
        [2, 'c', '1.00'],
        [null, 'd', '1.00'],
        [null, 'e', '1.00'],
      ],
      { rule: 'unique', columns: ['id'], ...quarantine },
    )
    assert.deepEqual(
      kept.map(({ zip }) => zip),
      ['c', 'd', 'e'],
    )
  })

  it('has its bound, and never leaves nothing', async () => {
    using rig = new StepRig()
    const rows = [
      [1, 'a', '1.00'],
      [2, 'b', '1.00'],
    ]
    const dataset = writeDataset(rig.path('d/orders.sqlite'), 'orders', { columns, rows })
    const check = { rule: 'pattern', column: 'zip', pattern: '^b', ...quarantine } as const
    const bounded = await failureOf(
      checkDataset(dataset, [{ ...check, atMost: { share: 0.4 } }], rig.context({})),
    )
    assert.match(
      bounded.message,
      /^check pattern \[zip\]: 1 of the 2 rows of "orders" break the rule, at most 0/,
    )
    const all = await failureOf(checkDataset(dataset, [{ ...check, pattern: '^c' }], rig.context({})))
    assert.match(all.message, /^every one of the 2 rows of "orders" breaks a rule/)
  })

  it('judges what remains by the other rules', async () => {
    const { judged } = await aside(
      [
        [1, 'a', '1.00'],
        [1, 'b', '500.00'],
      ],
      { rule: 'range', column: 'price', max: 100, ...quarantine },
      { rule: 'unique', columns: ['id'] },
    )
    assert.equal(judged.dataset.rows, 1)
  })

  it('joins the rejects that the extract has already, and every row is accounted for', async () => {
    using rig = new StepRig()
    rig.file('orders.csv', 'id,zip\n1,00601\nx,00602\n3,bad\n')
    const options = {
      format: 'csv',
      from: ['orders.csv'],
      headers: {},
      compression: 'auto',
      columns: columns.slice(0, 2),
      rejects: { rows: 1 },
      allowEmpty: false,
      csv: { ragged: 'reject' },
    }
    const checks: Check[] = [{ rule: 'pattern', column: 'zip', pattern: '^\\d+$', ...quarantine }]
    const execute = await loadExecutor('extract')
    const outcome = await execute(rig.context<unknown>(options, { checks }))
    assert.deepEqual(
      { ...outcome.rows },
      { read: 3, loaded: 1, rejected: 2, filtered: 0, deduplicated: 0, unchanged: 0 },
    )
    assert.equal(outcome.dataset?.path, rig.path('.millrace/datasets/orders.sqlite'))
    assert.equal(outcome.rejects?.rows, 2)
    assert.match(outcome.note ?? '', /pattern \[zip\]: 1 row put aside/)
  })

  it('keeps the rows that it does not put aside as they were, whatever they hold', async () => {
    const value = fc.tuple(
      fc.option(fc.integer(), { nil: null }),
      fc.option(fc.string({ maxLength: 6000 }), { nil: null }),
      fc.option(
        fc.integer({ min: -9_999_999, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2)),
        { nil: null },
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 40 }), async (rows) => {
        const good = rows.filter(([id]) => id !== null)
        if (good.length === 0) return
        const { kept, rejects } = await aside(rows, { rule: 'not-null', columns: ['id'], ...quarantine })
        assert.deepEqual(
          kept.map(({ id, zip, price }) => [id, zip, price]),
          good,
        )
        assert.equal(rejects.length, rows.length - good.length)
      }),
      { numRuns: 8, seed: 5 },
    )
  })
})
