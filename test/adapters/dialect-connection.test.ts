import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Connection } from '../../src/ports/database.ts'
import { loadTable } from '../../src/steps/load/load-table.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { transform } from '../../src/steps/transform/step.ts'
import { query as readFile, writeDataset } from '../support/dataset.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { textsOf } from '../support/selected.ts'
import { realPorts, StepRig } from '../support/step-context.ts'
import { tableLoad } from '../support/table-load.ts'

/** A module as an author would write it; in a test's folder there is nothing installed, so its packages are told by where they are. */
const module = `
import postgres from '${import.meta.resolve('postgres')}'
import { PostgresJSDialect } from '${import.meta.resolve('kysely-postgres-js')}'
export default ({ url, env }) =>
  new PostgresJSDialect({ postgres: postgres(url, { max: Number(env.MOST), onnotice() {}, connection: { application_name: 'theirs' } }) })
`

describe('a connection through a Kysely dialect of the author', () => {
  let server: TestPostgres
  let url: string
  before(async () => {
    server = await startPostgres()
    url = await server.database()
  })
  after(() => server[Symbol.asyncDispose]())

  const connect = (rig: StepRig): Record<string, Connection> => {
    rig.file('connections/wh.mjs', module)
    return { warehouse: { url, dialect: './connections/wh.mjs', env: { MOST: '2' } } }
  }

  it('loads, checks, merges, selects and transforms as any other', async () => {
    using rig = new StepRig()
    const connections = connect(rig)
    const columns = [
      { name: 'id', type: 'integer' },
      { name: 'name', type: 'text' },
      { name: 'amount', type: 'decimal', precision: 12, scale: 2 },
      { name: 'flag', type: 'boolean' },
      { name: 'at', type: 'timestamp', zoned: true },
      { name: 'doc', type: 'json' },
    ] as const
    const odd = 'it\'s é🌊 \\ ? $1 \n\t"x"'
    const rows = [
      [9007199254740993n, odd, '1.50', true, '2026-11-21T09:30:00.123456Z', { a: "b'c" }],
      [2, null, '20.00', false, null, null],
    ]
    const dataset = writeDataset(rig.path('daily.sqlite'), 'daily', { columns, rows })
    const load = (more: Parameters<typeof tableLoad>[0], run: string) =>
      loadTable(
        rig.context(tableLoad(more), {
          stepId: 'load',
          needs: { daily: dataset },
          connections,
          run: { id: run, date: '2026-11-21' },
          checks: [{ rule: 'sql', sql: "select * from daily where name = 'no?'" }],
        }),
        dataset,
      )
    const first = await load({ mode: 'replace', table: 'sales' }, 'run-1')
    assert.equal(first.rows?.loaded, 2)
    const stored = await query(
      url,
      `select id::text, name, amount::text, flag, at at time zone 'UTC' = '2026-11-21 09:30:00.123456' as same, doc->>'a' as a from sales order by id desc`,
    )
    assert.deepEqual(stored, [
      { id: '9007199254740993', name: odd, amount: '1.50', flag: true, same: true, a: "b'c" },
      { id: '2', name: null, amount: '20.00', flag: false, same: null, a: null },
    ])
    const merged = await load({ mode: 'merge', key: ['id'], table: 'sales' }, 'run-2')
    assert.deepEqual([merged.rows?.loaded, merged.rows?.unchanged], [0, 2])

    const options = {
      format: 'sql',
      from: [],
      sql: 'select * from sales where id > ${{ inputs.least }} order by id',
      in: 'warehouse',
      rejects: { rows: 0 },
      allowEmpty: false,
      csv: { ragged: 'reject' },
      headers: {},
      compression: 'auto',
    } as const
    const read = await extract(rig.context(options, { stepId: 'back', connections, bind: () => 1 }))
    assert.deepEqual(
      read.dataset?.columns.map(({ name, type }) => `${name} ${type}`),
      columns.map(({ name, type }) => `${name} ${type}`),
    )
    assert.deepEqual(
      readFile(
        read.dataset?.path ?? '',
        'select cast(id as text) as id, name, amount, flag, at, doc from back order by 1',
      ),
      [
        { id: '2', name: null, amount: 20, flag: 0, at: null, doc: null },
        {
          id: '9007199254740993',
          name: odd,
          amount: 1.5,
          flag: 1,
          at: '2026-11-21T09:30:00.123456Z',
          doc: `{"a": "b'c"}`,
        },
      ],
    )

    const inside = {
      sql: 'select flag, sum(amount) as total from sales where id > ${{ inputs.least }} group by flag',
      in: 'warehouse',
      table: 'totals',
      mode: 'replace',
      key: [],
      allowEmpty: false,
    } as const
    const made = await transform(rig.context(inside, { stepId: 'sums', connections, bind: () => 0 }))
    assert.equal(made.rows?.loaded, 2)
    assert.deepEqual(await query(url, 'select flag, total::text from totals order by flag'), [
      { flag: false, total: '20.00' },
      { flag: true, total: '1.50' },
    ])
  })

  it('rolls back what fails, and says where a query is wrong', async () => {
    using rig = new StepRig()
    const connections = connect(rig)
    const inside = (sql: string) =>
      rig.context(
        { sql, in: 'warehouse', table: 'never', mode: 'replace', key: [], allowEmpty: false } as const,
        { stepId: 'sums', connections, checks: [{ rule: 'row-count', min: 5 }] },
      )
    await assert.rejects(transform(inside('select 1 as a')), { code: 'checks/failed' })
    await assert.rejects(transform(inside('select nme from pg_class')), {
      code: 'database/error',
      facts: { sqlState: '42703' },
      message: /line 1, column 8 of the SQL/,
    })
    assert.deepEqual(await query(url, `select 1 from pg_class where relname = 'never'`), [])
  })

  it('does not commit once it is told to stop, though nothing waits for it', async () => {
    using rig = new StepRig()
    const { warehouse } = connect(rig)
    assert(warehouse)
    const stop = new AbortController()
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    await using database = await realPorts.databases.open(warehouse, rig.workspace, stop.signal)
    const stopped = database.transaction(undefined, async ({ db }) => {
      await db.schema.createTable('too_late').addColumn('id', 'integer').execute()
      stop.abort(new Error('stopped'))
      await setTimeout(50)
      resolve()
    })
    await assert.rejects(stopped, /stopped/)
    await ended
    await setTimeout(200)
    assert.deepEqual(await query(url, `select 1 from pg_class where relname = 'too_late'`), [])
  })

  it('answers values as a URL does, however the server is set', async () => {
    using rig = new StepRig()
    const { warehouse } = connect(rig)
    assert(warehouse)
    const name = new URL(url).pathname.slice(1)
    await query(url, `alter database ${name} set intervalstyle = 'postgres_verbose'`)
    await query(url, `alter database ${name} set bytea_output = 'escape'`)
    const texts = async (connection: Connection): Promise<unknown> => {
      const { signal } = new AbortController()
      await using database = await realPorts.databases.open(connection, rig.workspace, signal)
      const sql = `select interval '1 day 2 hours' as span, '\\x00ff'::bytea as raw`
      return await textsOf(await database.select({ sql, parameters: [] }))
    }
    assert.deepEqual(await texts(warehouse), await texts({ url }))
  })

  it('streams rows of any size, also with parameters', async () => {
    using rig = new StepRig()
    const { warehouse } = connect(rig)
    assert(warehouse)
    await using database = await realPorts.databases.open(
      warehouse,
      rig.workspace,
      new AbortController().signal,
    )
    const sql = `select i, repeat('x', case when i % 400 = 0 then 200000 else i % 50 end) as t from generate_series(1, 3000) i where i > $1`
    let at = 0
    for (const [i, t] of await textsOf(await database.select({ sql, parameters: [0] }))) {
      assert.equal(i, String(++at))
      assert.equal(t?.length, at % 400 === 0 ? 200_000 : at % 50)
    }
    assert.equal(at, 3000)
  })

  it('takes the bytes of a text, and loses nothing of a driver that gives what is none', async () => {
    using rig = new StepRig()
    const texts = async (parse: string): Promise<unknown> => {
      const driven = module.replace('onnotice', `types: { t: { from: [25], parse: ${parse} } }, onnotice`)
      rig.file(`connections/${parse.length}.mjs`, driven)
      const dialect = `./connections/${parse.length}.mjs`
      const connection = { url, dialect, env: { MOST: '2' } }
      const { signal } = new AbortController()
      await using database = await realPorts.databases.open(connection, rig.workspace, signal)
      return await textsOf(await database.select({ sql: `select 'é' as name, null as none`, parameters: [] }))
    }
    assert.deepEqual(await texts('(text) => Buffer.from(text)'), [['é', null]])
    for (const [parse, message] of [
      ['(text) => ({ text })', /its driver gives an object for "name"/],
      [`(text) => Buffer.from(text, 'latin1')`, /its driver gives bytes that are no UTF-8 for "name"/],
    ] as const)
      await assert.rejects(texts(parse), { code: 'database/value', message })
  })

  it('fails in words for a module that is not there, throws, or makes something else', async () => {
    using rig = new StepRig()
    rig.file('throws.mjs', `export default () => { throw new Error('no licence') }`)
    rig.file('other.mjs', 'export default () => ({})')
    rig.file('nothing.mjs', 'export const x = 1')
    for (const [dialect, message] of [
      ['./nowhere.mjs', /cannot be loaded/],
      ['./throws.mjs', /threw: no licence/],
      ['./other.mjs', /made no Kysely dialect/],
      ['./nothing.mjs', /exports no function/],
    ] as const) {
      const opening = realPorts.databases.open(
        { url: '', dialect },
        rig.workspace,
        new AbortController().signal,
      )
      await assert.rejects(opening, { code: 'connection/module', message })
    }
  })
})
