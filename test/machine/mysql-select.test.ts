import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { SqlFailure } from '../../src/diagnostic/sql-failure.ts'
import type { Database } from '../../src/ports/database.ts'
import { query, startMariadb, type TestMariadb } from '../support/mariadb.ts'
import { datasetOf, textsOf } from '../support/selected.ts'
import { realPorts } from '../support/step-context.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-mysql-select-'))

describe('what a query of MariaDB answers', () => {
  let server: TestMariadb
  let url: string
  before(async () => {
    server = await startMariadb()
    url = await server.database()
    await query(
      url,
      `create table things (id bigint unsigned, small smallint, flag boolean, name varchar(50), amount decimal(12,2),
        wide decimal(40,10), ratio double, day date, moment datetime(3), instant timestamp(6) null, doc json, raw blob,
        mask bit(10), mood enum('glad','sad'), span time, made year)`,
    )
    await query(
      url,
      `insert into things values (9007199254740993, -1, 1, 'é🌊\\t\\n\\\\N', 1.5, 123456789012345678901234567890.0123456789,
        0.1, '2024-02-29', '2024-02-29 12:00:00.5', '2024-02-29 12:00:00.123456', '{"a": 1}', x'00ff', b'1000000001', 'sad', '-10:00:01', 2024),
        (null, null, 0, '', null, null, null, null, null, null, null, null, null, null, null, null)`,
    )
    const digits = Array.from({ length: 10 }, (_, digit) => `(${digit})`)
    await query(url, 'create table digits (n int)')
    await query(url, `insert into digits values ${digits.join(', ')}`)
    await query(url, 'create table numbers (seq int)')
    await query(
      url,
      `insert into numbers select 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n
        from digits as a, digits as b, digits as c, digits as d, digits as e`,
    )
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (signal = new AbortController().signal): Promise<Database> =>
    realPorts.databases.open({ url }, folder, signal)

  for (const [how, more, parameters] of [
    ['', '', []],
    [', with parameters', ' where name <> ? or flag = ?', ["it's '?'", 1]],
  ] as const) {
    it(`comes typed and whole${how}`, async () => {
      await using database = await open()
      const selection = await database.select({
        sql: `select * from things${more} order by id desc`,
        parameters,
      })
      assert.equal(
        selection.columns.map(({ name, type }) => `${name} ${type}`).join(', '),
        'id integer, small integer, flag boolean, name text, amount decimal, wide decimal, ratio real, day date, ' +
          'moment timestamp, instant timestamp, doc json, raw text, mask integer, mood text, span text, made integer',
      )
      assert.deepEqual(selection.columns[5], { name: 'wide', type: 'decimal', precision: 40, scale: 10 })
      assert.deepEqual(selection.columns[9], { name: 'instant', type: 'timestamp', zoned: true, scale: 6 })
      assert.deepEqual(await textsOf(selection), [
        [
          '9007199254740993',
          '-1',
          '1',
          'é🌊\t\n\\N',
          '1.50',
          '123456789012345678901234567890.0123456789',
          '0.1',
          '2024-02-29',
          '2024-02-29T12:00:00.500',
          '2024-02-29T12:00:00.123456Z',
          '{"a": 1}',
          '\\x00ff',
          '513',
          'sad',
          '-10:00:01',
          '2024',
        ],
        [null, null, '0', '', ...Array<null>(12).fill(null)],
      ])
    })
  }

  it('is rejected by its type where it is no date', async () => {
    await query(url, `set global sql_mode = ''`)
    await query(url, 'create table zeros (day date)')
    await query(url, `insert into zeros values ('0000-00-00'), ('2024-01-01')`)
    await using database = await open()
    const selection = await database.select({ sql: 'select day from zeros', parameters: [] })
    const { dataset, rejects } = await datasetOf(selection, join(folder, 'zero.sqlite'))
    assert.equal(dataset.rows, 1)
    assert.deepEqual(
      rejects.map(({ rule, value }) => [rule, value]),
      [['date', '0000-00-00']],
    )
  })

  it('is a stream of many batches, and can be left', async () => {
    {
      await using database = await open()
      const rows = await textsOf(
        await database.select({
          sql: `select seq, repeat('x', seq % 100) as t from numbers where seq <= 30000 order by seq`,
          parameters: [],
        }),
      )
      assert.equal(rows.length, 30_000)
      assert.deepEqual(rows.at(-1), ['30000', ''])
    }
    await using database = await open()
    const { batches } = await database.select({
      sql: 'select a.seq from numbers as a, numbers as never_left',
      parameters: [],
    })
    for await (const _ of batches) break
    await new Promise((resolve) => setTimeout(resolve, 500))
    assert.deepEqual(
      await query(url, `select id from information_schema.processlist where info like '%as never_left'`),
      [],
    )
  })

  it('cannot come of a query that writes', async () => {
    await using database = await open()
    for (const sql of [`select 1 into outfile '/tmp/millrace-outfile'`, 'select * from things for update'])
      await database.select({ sql, parameters: [] }).then(textsOf, () => 'refused')
    for (const sql of [
      `select 1 into outfile 'x'`,
      `select 1 into /* a file */ dumpfile 'x'`,
      `select 1 into -- a file\n outfile 'x'`,
      `select 1 /*! into outfile 'x' */`,
      `select 1 /*!50000 into outfile 'x' */`,
      `select 1 /*M!100100 into*/ outfile 'x'`,
      `select 1 /*! into /* a file */ outfile 'x' */`,
    ])
      await assert.rejects(database.select({ sql, parameters: [] }), { code: 'sql/refused' }, sql)
    const harmless = `select 'into outfile' as t /* into outfile 'x' */ -- into outfile`
    assert.deepEqual(await textsOf(await database.select({ sql: harmless, parameters: [] })), [
      ['into outfile'],
    ])
  })

  it('fails with the place of the mistake', async () => {
    for (const parameters of [[], [1]]) {
      const where = parameters.length === 0 ? '' : '\nwhere id = ?'
      const place = async (sql: string): Promise<unknown> => {
        await using database = await open()
        return await database.select({ sql: sql + where, parameters }).then(
          () => undefined,
          (error: unknown) => (error instanceof SqlFailure ? error.place : error),
        )
      }
      const syntax = await place('select id,\n  name form things')
      assert(typeof syntax === 'object' && syntax !== null && 'line' in syntax)
      assert.equal(syntax.line, 2)
      assert.deepEqual(await place('select nme from things'), { name: 'nme' })
      assert.deepEqual(await place('select id from thngs'), { name: 'thngs' })
    }
  })
})
