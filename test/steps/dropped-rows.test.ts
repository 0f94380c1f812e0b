import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { transform } from '../../src/steps/transform/step.ts'
import { failureOf } from '../support/failure.ts'
import { columns } from '../support/load-modes/loads-into.ts'
import { loadRows, postgresTarget, sqliteTarget } from '../support/load-target.ts'
import { type TestPostgres, query, startPostgres } from '../support/postgres.ts'
import { StepRig } from '../support/step-context.ts'

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

const merge = { mode: 'merge', key: ['id'] } as const

const rows = [
  [1, 'new'],
  [2, 'new'],
  [3, 'c'],
]

describe('rows that a table leaves out', () => {
  it('by `on conflict ignore` of SQLite are missed', async () => {
    using rig = new StepRig()
    const database = await sqliteTarget.open(rig)
    await database.run('create table people (id integer, name text unique on conflict ignore)')
    for (const options of [merge, { mode: 'append' }] as const) {
      const failure = await failureOf(loadRows(rig, database, { columns, rows, options }))
      assert.equal(failure.code, 'rows/dropped')
      assert.match(failure.message, /has taken 2 of 3 rows/)
      assert.match(failure.help ?? '', /Look at `on conflict ignore` of "people"/)
    }
    assert.deepEqual(await database.run('select * from people'), [])
  })

  it('by a rule, or a trigger of a partition, of PostgreSQL are missed', async () => {
    for (const [cause, ...statements] of [
      ['rule "no_c"', "create rule no_c as on insert to people where new.name = 'c' do instead nothing"],
      [
        'trigger "no_c"',
        "create function nothing() returns trigger language plpgsql as 'begin return null; end'",
        `create trigger no_c before insert on lower_ids for each row when (new.name = 'c') execute function nothing()`,
      ],
    ]) {
      using rig = new StepRig()
      const database = await postgresTarget(() => server).open(rig)
      await database.run(
        'create table people (id bigint, name text) partition by range (id)',
        'create table lower_ids partition of people for values from (0) to (99)',
        "insert into people values (1, 'new'), (2, 'old')",
        ...statements,
      )
      const failure = await failureOf(loadRows(rig, database, { columns, rows, options: merge }))
      assert.equal(failure.code, 'rows/dropped', failure.message)
      assert.match(failure.message, /has taken 1 of 2 rows/)
      assert.ok(failure.help?.startsWith(`Look at ${cause} of "people"`), failure.help)
      assert.equal((await database.run("select * from people where name = 'old'")).length, 1)
    }
  })

  it('by a policy of PostgreSQL are missed', async () => {
    using rig = new StepRig()
    const database = await postgresTarget(() => server).open(rig)
    await database.run(
      "create role loader login password 'loader'",
      'grant create on schema public to loader',
      'create table people (id bigint, name text)',
      "insert into people values (1, 'old'), (2, 'old')",
      'grant all on people to loader',
      'alter table people enable row level security',
      'create policy looking on people for select using (true)',
      'create policy adding on people for insert with check (true)',
      'create policy changing on people for update using (id = 1)',
    )
    const url = new URL(database.url)
    url.username = 'loader'
    url.password = 'loader'
    const failure = await failureOf(
      loadRows(rig, { ...database, url: url.href }, { columns, rows, options: merge }),
    )
    assert.match(failure.message, /has taken 2 of 3 rows/)
    assert.match(failure.help ?? '', /row level security/)
    assert.equal((await database.run("select * from people where name = 'old'")).length, 2)
  })

  it('are missed by a transform in the database as by a load', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await query(
      url,
      `create table totals (id integer primary key, name text);
       create rule no_c as on insert to totals where new.name = 'c' do instead nothing`,
    )
    const sql = `select * from (values (1, 'a'), (2, 'c')) as v (id, name)`
    const options = { sql, in: 'warehouse', table: 'totals', ...merge, allowEmpty: false }
    const failure = await failureOf(
      transform(rig.context(options, { stepId: 'sums', connections: { warehouse: { url } } })),
    )
    assert.equal(failure.code, 'rows/dropped')
    assert.deepEqual(await query(url, 'select * from totals'), [])
  })
})
