import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import type { TableLoad } from '../../src/steps/load/options.ts'
import { transform } from '../../src/steps/transform/step.ts'
import { type OpenTarget, loadRows, mariadbTarget } from '../support/load-target.ts'
import { type TestMariadb, startMariadb } from '../support/mariadb.ts'
import { mysqlDialectModule } from '../support/mysql-dialect-module.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'name', type: 'text' },
]
const first = [
  [1, 'Ann'],
  [2, 'Bob'],
]
const second = [
  [2, 'Rob'],
  [3, 'Cyd'],
]
const key = ['id']
const versions = { validFrom: 'valid_from', validTo: 'valid_to', current: 'is_current' }
const modes: readonly (readonly [options: Partial<TableLoad>, ends: readonly string[]])[] = [
  [{ mode: 'append' }, ['1 Ann', '2 Bob', '2 Rob', '3 Cyd']],
  [{ mode: 'replace' }, ['2 Rob', '3 Cyd']],
  [{ mode: 'replace', key }, ['2 Rob', '3 Cyd']],
  [{ mode: 'merge', key }, ['1 Ann', '2 Rob', '3 Cyd']],
  [{ mode: 'merge', key, repeatedKeys: 'last' }, ['1 Ann', '2 Rob', '3 Cyd']],
  [{ mode: 'merge', key, missing: 'delete' }, ['2 Rob', '3 Cyd']],
  [{ mode: 'merge', key, missing: 'mark', deletedColumn: 'deleted_at' }, ['1 Ann', '2 Rob', '3 Cyd']],
  [{ mode: 'insert-missing', key }, ['1 Ann', '2 Bob', '3 Cyd']],
  [{ mode: 'scd2', key, versions }, ['1 Ann', '2 Bob', '2 Rob', '3 Cyd']],
]

/** As the hosts set it who keep replicas: MySQL then refuses any table without a primary key. MariaDB has no such setting. */
describe('a server of MySQL that wants a primary key of every table', () => {
  let server: TestMariadb
  before(async () => {
    server = await startMariadb('--loose-sql-require-primary-key=ON')
  })
  after(() => server[Symbol.asyncDispose]())

  const open = (rig: StepRig): Promise<OpenTarget> => mariadbTarget(() => server).open(rig)
  const held = async (database: OpenTarget): Promise<readonly string[]> =>
    (await database.run('select id, name from people order by id, name')).map(
      ({ id, name }) => `${id} ${name}`,
    )

  for (const [options, ends] of modes)
    it(`takes a load with ${JSON.stringify(options)}, into a new table and again`, async () => {
      using rig = new StepRig()
      const database = await open(rig)
      const load = (rows: readonly unknown[][], day: string) =>
        loadRows(rig, database, {
          columns,
          rows,
          options: { ...options, table: 'people' },
          more: { run: { id: day, date: day, at: `${day}T06:30:00.000Z` } },
        })
      await load(first, '2026-11-01')
      await load(second, '2026-11-02')
      assert.deepEqual(await held(database), ends)
      const [row = {}] = await database.run('select * from people')
      assert.deepEqual(Object.keys(row).slice(0, 2), ['id', 'name'])
      assert.equal(Object.hasOwn(row, 'my_row_id'), false)
    })

  it('gives way to a column of the rows that has the name of its own', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    const named: readonly Column[] = [{ name: 'My_Row_Id', type: 'text' }]
    const options = { table: 'people', mode: 'replace' } as const
    for (const rows of [[['a'], ['b']], [['c']]])
      await loadRows(rig, database, { columns: named, rows, options })
    assert.deepEqual(await database.run('select * from people'), [{ My_Row_Id: 'c' }])
  })

  for (const dialect of [undefined, './wh.mjs'])
    it(`takes what a query inside it selects${dialect === undefined ? '' : ', through a module'}`, async () => {
      using rig = new StepRig()
      const database = await open(rig)
      rig.file('wh.mjs', mysqlDialectModule)
      await database.run('create table orders (id int primary key, city varchar(20))')
      await database.run(`insert into orders values (1, 'Bonn'), (2, 'Bonn'), (3, 'Kiel')`)
      const totals = {
        sql: 'select city, count(*) as n from orders group by city',
        in: 'warehouse',
        table: 'totals',
        mode: 'replace',
        key: [],
        allowEmpty: false,
      } as const
      const warehouse = { url: database.url, ...(dialect === undefined ? {} : { dialect }) }
      await transform(rig.context(totals, { stepId: 'sums', connections: { warehouse } }))
      assert.deepEqual(await database.run('select * from totals order by city'), [
        { city: 'Bonn', n: '2' },
        { city: 'Kiel', n: '1' },
      ])
    })
})
