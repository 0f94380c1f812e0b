import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { SqlFailure } from '../../src/diagnostic/sql-failure.ts'
import type { Database } from '../../src/ports/database.ts'
import type { SqlValue } from '../../src/ports/sqlite.ts'
import { query as readFile } from '../support/dataset.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { datasetOf, textsOf } from '../support/selected.ts'
import { realPorts } from '../support/step-context.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-select-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function open(url: string, signal = new AbortController().signal): Promise<Database> {
  return realPorts.databases.open({ url }, folder, signal)
}

describe('what a query of PostgreSQL answers', () => {
  let server: TestPostgres
  let url: string
  before(async () => {
    server = await startPostgres()
    url = await server.database()
    await query(
      url,
      `set timezone = 'Asia/Tokyo';
      create type mood as enum ('glad', 'sad');
      create table things (
        id bigint, small smallint, name text, amount numeric(12,2), any_number numeric, ratio double precision, near real,
        flag boolean, day date, moment timestamp, instant timestamptz, whole timestamptz(0), doc jsonb, old json,
        raw bytea, key uuid, many int[], mood mood, span interval);
      insert into things values
        (9223372036854775807, -1, E'é🌊\\t\\n\\r\\\\N"x', 1.5, 123456789.12345, 0.1, 0.1, true, '2024-02-29',
          '2024-02-29 12:00:00.5', '2024-02-29 12:00:00.123456+09', '2024-02-29 12:00:00+09', '{"a": [1, 12345678901234567890]}',
          '{"b":  1}', '\\x00ff', '00000000-0000-0000-0000-000000000001', '{1,2}', 'glad', '1 day 02:00'),
        (null, null, '\\N', null, 2, null, null, false, null, null, null, null, null, null, null, null, null, null, null),
        (0, 0, '', 0, -3.10, -0, 16777216, null, '0001-01-01', '0001-01-01', '9999-12-31 23:59:59.999999Z', null, '1', '"x"', '', null, '{}', 'sad', '0')`,
    )
  })
  after(() => server[Symbol.asyncDispose]())

  const types =
    'id integer, small integer, name text, amount decimal, any_number decimal, ratio real, near real, flag boolean, ' +
    'day date, moment timestamp, instant timestamp, whole timestamp, doc json, old json, raw text, key text, many text, ' +
    'mood text, span text'
  const names = types.split(', ').map((each) => each.split(' ')[0] ?? '')

  for (const [how, where, parameters] of [
    ['by COPY', 'true', []],
    ['with parameters', '$1::text is not null', ["it's $2"]],
  ] as const satisfies readonly (readonly [string, string, readonly SqlValue[]])[]) {
    it(`comes typed and whole ${how}`, async () => {
      await using database = await open(url)
      const selection = await database.select({
        sql: `select * from things where ${where} -- all`,
        parameters,
      })
      assert.equal(selection.columns.map(({ name, type }) => `${name} ${type}`).join(', '), types)
      const by = (name: string): Column | undefined =>
        selection.columns.find((column) => column.name === name)
      assert.deepEqual(by('amount'), { name: 'amount', type: 'decimal', precision: 12, scale: 2 })
      assert.deepEqual(by('instant'), { name: 'instant', type: 'timestamp', zoned: true, scale: 6 })
      assert.deepEqual(by('whole'), { name: 'whole', type: 'timestamp', zoned: true, scale: 0 })
      const path = join(folder, `${crypto.randomUUID()}.sqlite`)
      const { dataset, rejects } = await datasetOf(selection, path)
      assert.deepEqual(rejects, [])
      assert.equal(dataset.columns.find(({ name }) => name === 'any_number')?.scale, 5)
      assert.deepEqual(
        readFile(path, `select cast(id as text) as big, ${names.slice(1).join(', ')} from selected`).map(
          (row) => Object.values(row),
        ),
        [
          [
            '9223372036854775807',
            -1,
            'é🌊\t\n\r\\N"x',
            1.5,
            123456789.12345,
            0.1,
            0.1,
            1,
            '2024-02-29',
            '2024-02-29T12:00:00.500000',
            '2024-02-29T03:00:00.123456Z',
            '2024-02-29T03:00:00Z',
            '{"a": [1, 12345678901234567890]}',
            '{"b":  1}',
            '\\x00ff',
            '00000000-0000-0000-0000-000000000001',
            '{1,2}',
            'glad',
            'P1DT2H',
          ],
          [null, null, '\\N', null, 2, null, null, 0, ...Array<null>(11).fill(null)],
          [
            '0',
            0,
            '',
            0,
            -3.1,
            0,
            16777216,
            null,
            '0001-01-01',
            '0001-01-01T00:00:00.000000',
            '9999-12-31T23:59:59.999999Z',
            null,
            '1',
            '"x"',
            '\\x',
            null,
            '{}',
            'sad',
            'PT0S',
          ],
        ],
      )
    })
  }

  it('is rejected by its type where there is no such value: infinities, NaN', async () => {
    await using database = await open(url)
    const sql = `values ('infinity'::timestamp, 1::float8, 1::numeric), ('2024-01-01', 'NaN', 1), ('2024-01-01', 1, 'NaN'), ('2024-01-01', 1, 1)`
    const { dataset, rejects } = await datasetOf(
      await database.select({ sql, parameters: [] }),
      join(folder, 'odd.sqlite'),
    )
    assert.equal(dataset.rows, 1)
    assert.deepEqual(
      rejects.map(({ rule, value }) => [rule, value]),
      [
        ['timestamp', 'infinity'],
        ['real', 'NaN'],
        ['decimal', 'NaN'],
      ],
    )
  })

  it('is a stream: rows of any size, more than fit into one batch', async () => {
    await using database = await open(url)
    const sql = `select i, repeat(chr(65 + i % 26), case i when 500 then 3000000 else i % 300 end) as t from generate_series(1, 20000) i`
    for (const parameters of [[], [0]]) {
      let at = 0
      const rows = await textsOf(
        await database.select({ sql: parameters.length === 0 ? sql : `${sql} where i > $1`, parameters }),
      )
      for (const [i, t] of rows) {
        at += 1
        assert.equal(i, String(at))
        assert.equal(t?.length, at === 500 ? 3_000_000 : at % 300)
      }
      assert.equal(at, 20_000)
    }
  })

  it('leaves the connection to others behind rows that fill a batch each', async () => {
    await using database = await open(url)
    const sql = `select repeat('x', 400000) as t from generate_series(1, 20) i where i > $1`
    const rows = await textsOf(await database.select({ sql, parameters: [0] }))
    assert.deepEqual(
      rows.map(([t]) => t?.length),
      Array.from({ length: 20 }, () => 400_000),
    )
    assert.deepEqual(await textsOf(await database.select({ sql: 'select 1 as a', parameters: [] })), [['1']])
  })

  it('may be empty, with its columns', async () => {
    await using database = await open(url)
    for (const [sql, parameters] of [
      ['select 1 as a where false', []],
      ['select 1 as a where $1 > 1', [1]],
    ] as const) {
      const selection = await database.select({ sql, parameters })
      assert.deepEqual(selection.columns, [{ name: 'a', type: 'integer' }])
      assert.deepEqual(await textsOf(selection), [])
    }
  })

  it('cannot come of a query that writes, however it is dressed', async () => {
    await query(url, 'create table if not exists victims (i int); create sequence if not exists counter')
    for (const sql of [
      'with gone as (delete from things returning 1) select * from gone',
      `select nextval('counter')`,
      'select * into other from things',
    ]) {
      await using database = await open(url)
      await assert.rejects(async () => textsOf(await database.select({ sql, parameters: [] })), sql)
    }
    assert.equal((await query(url, 'select count(*)::int as n from things'))[0]?.['n'], 3)
  })

  it('can hold the operators of jsonb that are written with a question mark', async () => {
    await using database = await open(url)
    const sql = `select doc ? 'a' as has from things where doc ?| array['a', $1]`
    assert.deepEqual(await textsOf(await database.select({ sql, parameters: ['b'] })), [['t']])
  })

  it('fails with the place of the mistake, also behind letters outside the basic plane', async () => {
    for (const parameters of [[], [1]]) {
      await using database = await open(url)
      const sql = `select '🌊' as wave,\n  nme from things${parameters.length === 0 ? '' : ' where $1 = 1'}`
      await assert.rejects(database.select({ sql, parameters }), (error) => {
        assert(error instanceof SqlFailure)
        assert.deepEqual(error.place, { offset: sql.indexOf('nme') })
        assert.equal(error.facts.sqlState, '42703')
        return true
      })
    }
  })

  it('fails as it should when a value breaks it on the way', async () => {
    await using database = await open(url)
    const selection = await database.select({
      sql: 'select 1 / (5000 - i) as x from generate_series(1, 9000) i',
      parameters: [],
    })
    await assert.rejects(textsOf(selection), { code: 'database/value', facts: { sqlState: '22012' } })
  })

  it('is ended on the server by who leaves early, and by a step that is told to stop', async () => {
    const running = async (): Promise<unknown> =>
      (
        await query(
          url,
          `select count(*)::int as n from pg_stat_activity where query like '%millrace_endless%' and state = 'active' and pid <> pg_backend_pid()`,
        )
      )[0]?.['n']
    const sql = 'select a as millrace_endless from generate_series(1, 9000) a, generate_series(1, 9000) b'
    const stop = new AbortController()
    {
      await using database = await open(url)
      for await (const _ of (await database.select({ sql, parameters: [] })).batches) break
    }
    await using database = await open(url, stop.signal)
    const selection = await database.select({ sql, parameters: [] })
    const reading = textsOfFirst(selection.batches, () => stop.abort(new Error('stopped')))
    await assert.rejects(reading, { message: 'stopped' })
    for (let tries = 0; (await running()) !== 0; tries++) {
      assert(tries < 50, 'the query runs on')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
})

async function textsOfFirst(batches: AsyncIterable<unknown>, then: () => void): Promise<void> {
  for await (const _ of batches) then()
}

describe('what a query of SQLite answers', () => {
  const path = join(folder, 'source.sqlite')
  const url = `sqlite:${path}`
  before(() => {
    using database = new DatabaseSync(path)
    database.exec(`
      create table things (id integer primary key, name varchar(20), amount decimal(12,2), ratio real, flag boolean, day date,
        at datetime, doc json, raw blob, loose);
      insert into things values (9007199254740993, 'a''b', 1.5, 0.1, 1, '2024-02-29', '2024-02-29 12:00:00', '{"a":1}', x'00ff', 5),
        (2, null, null, null, null, null, null, null, null, null), (3, '', 2, 1e300, 0, '2024-03-01', '2024-03-01 00:00:00', '[]', x'', 6)`)
  })

  it('comes typed as its columns were declared, and otherwise as what is in it', async () => {
    await using database = await open(url)
    const sql = `select *, id + 1 as next, count(*) over () / 2.0 as half, upper(name) as up, null as none from things where id > ?`
    const selection = await database.select({ sql, parameters: [2] })
    assert.deepEqual(
      selection.columns.map(({ name, type }) => `${name} ${type}`),
      [
        'id integer',
        'name text',
        'amount decimal',
        'ratio real',
        'flag boolean',
        'day date',
        'at timestamp',
        'doc json',
        'raw text',
        'loose integer',
        'next integer',
        'half real',
        'up text',
        'none text',
      ],
    )
    assert.deepEqual(await textsOf(selection), [
      [
        '3',
        '',
        '2',
        '1e+300',
        '0',
        '2024-03-01',
        '2024-03-01 00:00:00',
        '[]',
        '\\x',
        '6',
        '4',
        '1',
        '',
        null,
      ],
      [
        '9007199254740993',
        "a'b",
        '1.5',
        '0.1',
        '1',
        '2024-02-29',
        '2024-02-29 12:00:00',
        '{"a":1}',
        '\\x00ff',
        '5',
        '9007199254740994',
        '1',
        "A'B",
        null,
      ],
    ])
  })

  it('is a stream of many batches, and rows that break a declared type are rejected', async () => {
    await using database = await open(url)
    const many =
      'with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000) select i, hex(zeroblob(i % 50)) as h from n'
    const rows = await textsOf(await database.select({ sql: many, parameters: [] }))
    assert.equal(rows.length, 60_000)
    assert.deepEqual(rows[59_998], ['59999', '00'.repeat(49)])
    using direct = new DatabaseSync(path)
    direct.exec(
      `create table odd (n integer, doc json); insert into odd values ('x', '{}'), (1, '{'), (2, '{}')`,
    )
    const { dataset, rejects } = await datasetOf(
      await database.select({ sql: 'select * from odd', parameters: [] }),
      join(folder, 'odd-sqlite.sqlite'),
    )
    assert.equal(dataset.rows, 1)
    assert.deepEqual(
      rejects.map(({ rule }) => rule),
      ['integer', 'json'],
    )
  })

  it('cannot come of a query that writes', async () => {
    await using database = await open(url)
    for (const sql of ['delete from things returning id', 'pragma user_version = 3'])
      await assert.rejects(database.select({ sql, parameters: [] }), { code: 'sql/refused' })
  })

  it('fails for a file that is not there, and makes none', async () => {
    await using database = await open('sqlite:nowhere.sqlite')
    await assert.rejects(database.select({ sql: 'select 1', parameters: [] }), {
      code: 'database/connection',
      message: 'SQLite "nowhere.sqlite": unable to open database file',
      help: /^There is no such file; for a load to make it/,
    })
  })
})
