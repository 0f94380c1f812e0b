import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { describeLoadModes } from '../support/load-modes-suite.ts'
import { loadRows, postgresTarget, sqliteTarget } from '../support/load-target.ts'
import { type TestPostgres, startPostgres } from '../support/postgres.ts'
import { StepRig } from '../support/step-context.ts'

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

describeLoadModes('SQLite', sqliteTarget)
describeLoadModes(
  'PostgreSQL',
  postgresTarget(() => server),
)

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'name', type: 'text' },
]

describe('what others have built on a table of PostgreSQL', () => {
  const versions = { validFrom: 'valid_from', validTo: 'valid_to', current: 'is_current' }
  const words = {
    append: { mode: 'append', key: [] },
    replace: { mode: 'replace', key: ['id'] },
    merge: { mode: 'merge', key: ['id'], missing: 'delete' },
    'insert-missing': { mode: 'insert-missing', key: ['id'] },
    scd2: { mode: 'scd2', key: ['id'], missing: 'delete', versions },
  } as const
  for (const options of Object.values(words)) {
    it(`stays through ${options.mode}: grants, dependent views, references`, async () => {
      using rig = new StepRig()
      const database = await postgresTarget(() => server).open(rig)
      const load = (rows: readonly (readonly unknown[])[], day: number) =>
        loadRows(rig, database, {
          columns,
          rows,
          options,
          more: { run: { id: `run-${day}`, date: `2026-11-0${day}`, at: `2026-11-0${day}T00:00:00.000Z` } },
        })
      await load(
        [
          [1, 'a'],
          [2, 'b'],
        ],
        1,
      )
      const role = `reader_${options.mode.replace('-', '_')}`
      await database.run(
        `create role ${role}`,
        `grant select on people to ${role}`,
        'create view names as select name from people',
        'create materialized view counts as select count(*) from names',
        ...(options.mode === 'append' ? ['alter table people add primary key (id)'] : []),
        ...(options.mode === 'scd2'
          ? []
          : [
              `create table orders (person bigint references people (id)${options.mode === 'replace' ? '' : ' on delete cascade'})`,
            ]),
      )
      await load([[3, 'c']], 2)
      const [grants] = await database.run(`select has_table_privilege('${role}', 'people', 'select') as may`)
      assert.equal(grants?.['may'], '1')
      const names = await database.run('select name from names order by name')
      assert.equal(names.at(-1)?.['name'], 'c')
      if (options.mode === 'scd2') return
      await database.run('insert into orders values (3)')
      await assert.rejects(database.run('insert into orders values (99)'), /foreign key/)
    })
  }

  it('keeps the very row versions of what is the same', async () => {
    using rig = new StepRig()
    const database = await postgresTarget(() => server).open(rig)
    const merge = { mode: 'merge', key: ['id'] } as const
    const rows = Array.from({ length: 1000 }, (_, id) => [id, `name ${id}`])
    await loadRows(rig, database, { columns, rows, options: merge })
    const versionsOf = () => database.run('select xmin, ctid, id from people order by id')
    const first = await versionsOf()
    await loadRows(rig, database, { columns, rows, options: { ...merge, missing: 'delete' } })
    assert.deepEqual(await versionsOf(), first)
  })
})
