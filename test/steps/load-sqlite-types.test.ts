import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { failureOf } from '../support/failure.ts'
import { loadRows, type OpenTarget, sqliteTarget } from '../support/load-target.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'amount', type: 'decimal', precision: 10, scale: 2 },
  { name: 'paid', type: 'boolean' },
  { name: 'ratio', type: 'real' },
]
const rows = [
  [1, '10.50', true, 0.123456789012345],
  [2, '-3.00', false, 1e20],
  [3, null, null, null],
]

async function open(rig: StepRig, table: string): Promise<OpenTarget> {
  rig.file('x', '')
  const database = await sqliteTarget.open(rig)
  await database.run(table)
  return database
}

describe('a column of texts in SQLite', () => {
  const printed = [
    { id: '1', amount: '10.50', paid: 'true' },
    { id: '2', amount: '-3.00', paid: 'false' },
    { id: '3', amount: null, paid: null },
  ]

  for (const mode of ['append', 'replace', 'merge', 'insert-missing'] as const)
    it(`gets numbers and truth values as they are printed everywhere (${mode})`, async () => {
      using rig = new StepRig()
      const table = 'create table people (id integer primary key, amount text, paid varchar(9), ratio text)'
      const database = await open(rig, table)
      const options = { mode, key: mode === 'append' ? [] : ['id'] }
      await loadRows(rig, database, { columns, rows, options })
      assert.deepEqual(await database.run('select id, amount, paid from people order by id'), printed)
      if (mode !== 'merge') return
      const again = await loadRows(rig, database, { columns, rows, options })
      assert.equal(again.rows?.unchanged, 3)
    })

  it('is a key by the same texts, also for the rows that are missing', async () => {
    using rig = new StepRig()
    const database = await open(rig, 'create table people (amount text, paid text, name text)')
    const shape: readonly Column[] = [
      { name: 'amount', type: 'decimal', precision: 10, scale: 2 },
      { name: 'paid', type: 'boolean' },
      { name: 'name', type: 'text' },
    ]
    const options = { mode: 'merge', key: ['amount', 'paid'], missing: 'delete' } as const
    const first = [
      ['1.50', true, 'a'],
      ['1.50', false, 'b'],
    ]
    await loadRows(rig, database, { columns: shape, rows: first, options })
    const second = [
      ['1.50', true, 'A'],
      ['2.00', true, 'c'],
    ]
    const outcome = await loadRows(rig, database, { columns: shape, rows: second, options })
    assert.equal(outcome.note, 'people: 1 row inserted, 1 changed, 0 unchanged, 1 missing row removed')
    assert.deepEqual(await database.run('select * from people order by amount'), [
      { amount: '1.50', paid: 'true', name: 'A' },
      { amount: '2.00', paid: 'true', name: 'c' },
    ])
  })
})

describe('a column of SQLite that takes no value of another type', () => {
  for (const [type, column, kept, lost] of [
    ['integer', { type: 'real' }, 2, 0.25],
    ['integer', { type: 'real' }, -4, 1e300],
    ['int', { type: 'decimal', precision: 10, scale: 2 }, '3.00', '3.10'],
    ['integer', { type: 'decimal', precision: 30, scale: 2 }, '5.00', '5.10'],
    ['integer', { type: 'decimal', precision: 30, scale: 0 }, '123', '12345678901234567'],
    ['integer', { type: 'text' }, '-7', 'abc'],
    ['integer', { type: 'text' }, '7', '7.0'],
    ['integer', { type: 'date' }, null, '2026-01-01'],
    ['real', { type: 'text' }, '7.5', 'abc'],
    ['real', { type: 'integer' }, 7, 9007199254740993n],
    ['blob', { type: 'text' }, null, 'abc'],
    ['blob', { type: 'integer' }, null, 1],
  ] as const)
    it(`is refused what it is not, and the value is named: ${String(lost)} in ${type} strict`, async () => {
      using rig = new StepRig()
      const database = await open(rig, `create table people (value ${type}) strict`)
      const shape: readonly Column[] = [{ name: 'value', ...column }]
      await loadRows(rig, database, { columns: shape, rows: [[kept], [null]] })
      const failure = await failureOf(loadRows(rig, database, { columns: shape, rows: [[kept], [lost]] }))
      assert.equal(failure.code, 'rows/lossy', failure.message)
      assert.match(failure.message, /1 value would not come back as it is/)
      assert.equal((await database.run('select * from people')).length, 2)
    })

  it('is not refused where the type is only a word', async () => {
    using rig = new StepRig()
    const database = await open(rig, 'create table people (value integer)')
    const shape: readonly Column[] = [{ name: 'value', type: 'real' }]
    await loadRows(rig, database, { columns: shape, rows: [[0.25]] })
    assert.deepEqual(await database.run('select * from people'), [{ value: '0.25' }])
  })
})
