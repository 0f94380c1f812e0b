import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Column } from '../../src/dataset/column.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { Database } from '../../src/ports/database.ts'
import { writeDataset } from '../support/dataset.ts'
import { everyType } from '../support/every-type.ts'
import { query, startMariadb, type TestMariadb } from '../support/mariadb.ts'
import { mysqlDialectModule } from '../support/mysql-dialect-module.ts'
import { realPorts } from '../support/step-context.ts'

const odd = 'é🌊\\N\t\n\r\0\'"`,;--'
const rows = [
  [
    -(2n ** 63n),
    odd,
    '-0.05',
    '0',
    1e-300,
    true,
    '0001-01-01',
    '9999-12-31 23:59:59.999999',
    '0001-01-01T00:00:00Z',
    [],
  ],
  [
    2n ** 53n + 1n,
    '',
    '9999999999999.99',
    '123456789012345678901234567890.000000001',
    -1.5,
    false,
    '2024-02-29',
    '1999-12-31 23:59:59.5',
    '2024-03-31T03:30:00.123456+02:00',
    { a: 'x\n' },
  ],
  [
    -1,
    '\\N',
    '10000.00',
    '0.000010001',
    0,
    false,
    '9999-12-31',
    '2000-01-01 00:00',
    '2024-03-31T03:30:00Z',
    1.5,
  ],
  [null, 'NULL', null, null, null, null, null, null, null, null],
]

const stored = [
  [
    '-9223372036854775808',
    odd,
    '-0.05',
    '0.000000000',
    1e-300,
    1,
    '0001-01-01',
    '9999-12-31 23:59:59.999999',
    '0001-01-01 00:00:00.000000',
    '[]',
  ],
  [
    '9007199254740993',
    '',
    '9999999999999.99',
    '123456789012345678901234567890.000000001',
    -1.5,
    0,
    '2024-02-29',
    '1999-12-31 23:59:59.500000',
    '2024-03-31 01:30:00.123456',
    '{"a":"x\\n"}',
  ],
  [
    -1,
    '\\N',
    '10000.00',
    '0.000010001',
    0,
    0,
    '9999-12-31',
    '2000-01-01 00:00:00.000000',
    '2024-03-31 03:30:00.000000',
    '1.5',
  ],
  [null, 'NULL', null, null, null, null, null, null, null, null],
]

describe('rows staged in MariaDB', () => {
  let server: TestMariadb
  let folder: string
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-mysql-'))
    server = await startMariadb()
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (url: string, signal = new AbortController().signal): Promise<Database> =>
    realPorts.databases.open({ url }, folder, signal)
  const datasetOf = (given: readonly Column[], values: readonly (readonly unknown[])[]) =>
    writeDataset(join(folder, `${crypto.randomUUID()}.sqlite`), 'orders', { columns: given, rows: values })

  const stagedRows = async (url: string): Promise<unknown[][]> => {
    await using database = await open(url)
    return await stagedRowsOf(database)
  }

  const stagedRowsOf = (database: Database): Promise<unknown[][]> =>
    database.transaction(datasetOf(everyType, rows), async ({ db, ...given }) => {
      const table = await given.stage(() => {})
      const answer = await sql<Record<string, unknown>>`select * from ${sql.table(table.name)}`.execute(db)
      return answer.rows.map((row) => Object.values(row))
    })

  it('are the very values of the dataset', async () => {
    assert.deepEqual(await stagedRows(await server.database()), stored)
  })

  it('are the same where the server refuses to read the rows of a client', async () => {
    const url = await server.database()
    await query(url, 'set global local_infile = 0')
    try {
      assert.deepEqual(await stagedRows(url), stored)
    } finally {
      await query(url, 'set global local_infile = 1')
    }
  })

  it('are the same through a module of the author, however the server reads quotes', async () => {
    const url = await server.database()
    writeFileSync(join(folder, 'wh.mjs'), mysqlDialectModule)
    await query(url, "set global sql_mode = 'NO_BACKSLASH_ESCAPES'")
    try {
      const connection = { url, dialect: './wh.mjs' }
      await using database = await realPorts.databases.open(connection, folder, new AbortController().signal)
      const texts = (values: readonly unknown[][]) =>
        values.map((row) => row.map((value) => (typeof value === 'number' ? value.toString() : value)))
      assert.deepEqual(texts(await stagedRowsOf(database)), texts(stored))
      const failing = database.transaction(undefined, async ({ db }) => {
        await sql`create temporary table narrow (t varchar(3))`.execute(db)
        await sql`insert into narrow values ('long')`.execute(db)
      })
      await assert.rejects(failing, { code: 'database/value' })
      const writing = database.transaction(undefined, (given) => given.read(`select 1 into outfile 'x'`, []))
      await assert.rejects(writing, { code: 'sql/refused' })
    } finally {
      await query(url, 'set global sql_mode = default')
    }
  })

  it('wait for the server without leaving anything that listens', async () => {
    await using database = await open(await server.database())
    const wide = Array.from({ length: 24 }, (_, index) => [String(index).repeat(1 << 20)])
    const warnings: string[] = []
    const listen = ({ name }: Error): void => void warnings.push(name)
    process.on('warning', listen)
    await database.transaction(datasetOf([{ name: 't', type: 'text' }], wide), (given) =>
      given.stage(() => {}),
    )
    process.off('warning', listen)
    assert.deepEqual(warnings, [])
  })

  it('are told apart by case and by trailing spaces, as everywhere', async () => {
    await using database = await open(await server.database())
    const dataset = datasetOf([{ name: 't', type: 'text' }], [['a'], ['A'], ['a '], ['ä']])
    const distinct = await database.transaction(dataset, async ({ db, ...given }) => {
      const table = await given.stage(() => {})
      return (await sql`select distinct t from ${sql.table(table.name)}`.execute(db)).rows.length
    })
    assert.equal(distinct, 4)
  })

  it('neither end the transaction nor outlive it', async () => {
    const url = await server.database()
    await query(url, 'create table target (i bigint) engine = innodb')
    await using database = await open(url)
    const dataset = datasetOf([{ name: 'i', type: 'integer' }], [[1]])
    const failing = database.transaction(dataset, async ({ db, ...given }) => {
      await sql`insert into target values (0)`.execute(db)
      const table = await given.stage(() => {})
      await sql`insert into target select i from ${sql.table(table.name)}`.execute(db)
      throw new Failure('test/stop', 'stopped')
    })
    await assert.rejects(failing, { code: 'test/stop' })
    assert.deepEqual(await query(url, 'select * from target'), [])
    await database.transaction(dataset, (given) => given.stage(() => {}))
    await database.transaction(dataset, (given) => given.stage(() => {}))
  })

  it('are refused where MySQL would cut digits and only note it', async () => {
    await using database = await open(await server.database())
    for (const [type, value, message] of [
      [{ type: 'decimal', precision: 40, scale: 31 }, `0.${'1'.repeat(31)}`, /more digits/],
      [{ type: 'decimal', precision: 70, scale: 0 }, '1'.repeat(66), /more digits/],
      [{ type: 'timestamp' }, '2024-01-01T00:00:00.123456789', /more than microseconds/],
    ] as const) {
      const dataset = datasetOf([{ name: 'v', ...type }], [[value]])
      await assert.rejects(
        database.transaction(dataset, (given) => given.stage(() => {})),
        (error) => error instanceof Failure && error.code === 'dataset/value' && message.test(error.message),
      )
    }
  })

  it('are given up at once when the step is told to stop, and the statement ends on the server', async () => {
    const url = await server.database()
    const stop = new AbortController()
    await using database = await open(url, stop.signal)
    const reason = new Error('stopped')
    const sleeping = database.transaction(undefined, (given) => given.read('select sleep(60)', []))
    setTimeout(() => stop.abort(reason), 200)
    await assert.rejects(sleeping, reason)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const running = await query(
      url,
      "select info from information_schema.processlist where info like '%sleep(60)'",
    )
    assert.deepEqual(running, [])
  })

  it('a question mark in quotes is no parameter', async () => {
    await using database = await open(await server.database())
    const read = await database.transaction(undefined, (transaction) =>
      transaction.read(`select '?' as q, ? as number, ? as wide, ? as text /* ? */`, [1, 2n ** 62n, "it's"]),
    )
    assert.deepEqual(read, [{ q: '?', number: 1, wide: '4611686018427387904', text: "it's" }])
  })

  it('what the server refuses is told by what a retry can ask for, and never with the password', async () => {
    const url = await server.database()
    const wrong = url.replace(server.password, 'wr0ng')
    for (const [given, code, sqlState] of [
      [wrong, 'database/connection', '28000'],
      [url.replace(/test_\d+$/, 'nowhere'), 'database/connection', '42000'],
      // MySQL makes itself a certificate.
      ...(server.isMysql ? [] : [[`${url}?ssl-mode=required`, 'database/connection', undefined] as const]),
      [`${url}?tls=yes`, 'database/connection', undefined],
    ] as const) {
      await assert.rejects(open(given), (error) => {
        assert(error instanceof Failure)
        assert.equal(error.code, code)
        assert.equal(error.facts.sqlState, sqlState)
        return !error.message.includes('wr0ng') && !error.message.includes(server.password)
      })
    }
    await using database = await open(url)
    const failing = (text: string) => database.transaction(undefined, ({ db }) => sql.raw(text).execute(db))
    await query(url, 'create table target (i int primary key, t varchar(3))')
    await assert.rejects(failing(`insert into target values (1, 'long')`), { code: 'database/value' })
    await assert.rejects(failing('insert into target values (1, 1), (1, 2)'), { code: 'database/constraint' })
    await assert.rejects(failing('select 1 from nothing'), { code: 'database/error' })
    await assert.rejects(failing(`insert into target values ('x', 1)`), { code: 'database/value' })
  })
})
