import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import type { Connection } from '../../src/ports/database.ts'
import { mysqlLoads } from '../../src/steps/load/dialects/mysql.ts'
import { describeLoadModes } from '../support/load-modes-suite.ts'
import { statementIn } from '../support/load-modes/statement-in.ts'
import { loadRows, mariadbTarget, type OpenTarget } from '../support/load-target.ts'
import { failureOf } from '../support/failure.ts'
import { type TestMariadb, query, startMariadb } from '../support/mariadb.ts'
import { mysqlDialectModule } from '../support/mysql-dialect-module.ts'
import { StepRig, realPorts } from '../support/step-context.ts'

let server: TestMariadb
before(async () => {
  server = await startMariadb()
})
after(() => server[Symbol.asyncDispose]())

describeLoadModes(
  'MariaDB',
  mariadbTarget(() => server),
)

const columns: readonly Column[] = [
  { name: 'id', type: 'text', notNull: true },
  { name: 'name', type: 'text' },
]

describe('a table of MariaDB', () => {
  const merge = { mode: 'merge', key: ['id'] } as const
  const open = (rig: StepRig) => mariadbTarget(() => server).open(rig)

  it('keeps its grants, and its references', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    const options = { mode: 'replace', key: ['id'] } as const
    await loadRows(rig, database, { columns, rows: [['a', 'x']], options })
    const root = `mysql://root@127.0.0.1:${server.port}/${database.url.split('/').at(-1)}`
    await query(root, "create user reader@'%'")
    await query(root, "grant select on people to reader@'%'")
    const collation = server.isMysql ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin'
    await database.run(
      `create table orders (person varchar(255) character set utf8mb4 collate ${collation}, foreign key (person) references people (id))`,
    )
    await loadRows(rig, database, { columns, rows: [['b', 'y']], options })
    const [grants] = await query(root, "select count(*) as n from mysql.tables_priv where user = 'reader'")
    assert.equal(grants?.['n'], 1)
    await assert.rejects(database.run("insert into orders values ('c')"), /foreign key/)
  })

  it('compares keys by its own collation, and values letter by letter', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    await database.run(
      'create table people (id varchar(20) primary key, name varchar(20)) character set utf8mb4 collate utf8mb4_general_ci',
    )
    await loadRows(rig, database, { columns, rows: [['a', 'x']], options: merge })
    const outcome = await loadRows(rig, database, { columns, rows: [['A', 'X']], options: merge })
    assert.equal(outcome.note, 'people: 0 rows inserted, 1 changed, 0 unchanged')
    assert.deepEqual(await database.run('select * from people'), [{ id: 'a', name: 'X' }])
    const rows = [
      ['b', '1'],
      ['B', '2'],
    ]
    const failure = await failureOf(loadRows(rig, database, { columns, rows, options: merge }))
    assert.match(failure.message, /unique \[id\]: 1 key more than once/)
    const last = await loadRows(rig, database, { columns, rows, options: { ...merge, repeatedKeys: 'last' } })
    assert.equal(last.rows?.deduplicated, 1)
  })

  it('is refused if its engine cannot take a load back', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    await database.run('create table people (id varchar(20), name text) engine = MyISAM')
    const failure = await failureOf(loadRows(rig, database, { columns, rows: [['a', 'x']], options: merge }))
    assert.equal(failure.code, 'table/kind')
    assert.match(failure.help ?? '', /alter table `people` engine = InnoDB/)
  })

  it('names the right that a user lacks to stage rows', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    await loadRows(rig, database, { columns, rows: [['a', 'x']], options: merge })
    const name = new URL(database.url).pathname.slice(1)
    await query(`mysql://root@127.0.0.1:${server.port}/${name}`, `create user stager@'%' identified by 'few'`)
    await query(
      `mysql://root@127.0.0.1:${server.port}/${name}`,
      `grant select, insert, update on ${name}.* to stager@'%'`,
    )
    const few = { ...database, url: `mysql://stager:few@127.0.0.1:${server.port}/${name}` }
    const { code, help } = await failureOf(
      loadRows(rig, few, { columns, rows: [['b', 'x']], options: merge }),
    )
    assert.equal(code, 'database/permission')
    assert.match(help ?? '', /`create temporary tables`/)
  })

  for (const dialect of [undefined, './wh.mjs'])
    it(`is loaded whatever the server keeps its clients from${dialect === undefined ? '' : ', through a module'}`, async () => {
      using rig = new StepRig()
      const database = await open(rig)
      rig.file('wh.mjs', mysqlDialectModule)
      const module = dialect === undefined ? {} : { dialect }
      const more = { connections: { warehouse: { url: database.url, ...module } } }
      const load = (rows: readonly (readonly string[])[]) =>
        loadRows(rig, database, { columns, rows, options: { ...merge, missing: 'delete' }, more })
      await database.run('set global sql_safe_updates = 1', 'set global sql_select_limit = 1')
      try {
        await load(['a', 'b', 'c'].map((id) => [id, 'x']))
        await load(['a', 'b', 'd'].map((id) => [id, 'y']))
      } finally {
        await database.run('set global sql_safe_updates = 0', 'set global sql_select_limit = default')
      }
      const rows = await database.run('select * from people order by id')
      assert.deepEqual(
        rows.map(({ id, name }) => `${id}${name}`),
        ['ay', 'by', 'dy'],
      )
    })

  it('is checked by queries, before anything is committed', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    await loadRows(rig, database, { columns, rows: [['a', 'x']], options: merge })
    const checks = [
      { rule: 'sql', name: 'no y', sql: "select * from daily where name = 'y'" },
      { rule: 'sql', name: 'few', sql: 'select count(*) from people having count(*) > 2', of: 'result' },
    ] as const
    const load = (rows: readonly (readonly string[])[]) =>
      loadRows(rig, database, { columns, rows, options: merge, more: { checks } })
    await load([['b', 'x']])
    assert.match(
      (await failureOf(load([['c', 'y']]))).message,
      /sql "no y": 1 row, e\.g\. \(id="c", name="y"\)/,
    )
    assert.match((await failureOf(load([['c', 'z']]))).message, /sql "few"/)
    assert.equal((await database.run('select * from people')).length, 2)
  })

  it('refuses what it would round or cut', async () => {
    const cases: readonly (readonly [
      type: string,
      column: Omit<Column, 'name'>,
      kept: unknown,
      lost: unknown,
    ])[] = [
      ['int', { type: 'text' }, '601', '00601'],
      ['int', { type: 'decimal', precision: 12, scale: 2 }, '601.00', '601.50'],
      ['bigint unsigned', { type: 'integer' }, 7, -7],
      ['decimal(6,1)', { type: 'decimal', precision: 12, scale: 2 }, '1.10', '1.25'],
      ['decimal(6,1)', { type: 'integer' }, 99_999, 100_000],
      ['float', { type: 'real' }, 1.5, 0.1234567],
      ['double', { type: 'integer' }, 2n ** 53n, 2n ** 53n + 1n],
      ['double', { type: 'decimal', precision: 30, scale: 2 }, '0.10', '1234567890123456789.10'],
      ['double(7,2)', { type: 'real' }, 1.23, 1.239],
      ['double(7,2)', { type: 'real' }, -99_999.99, 100_000],
      ['double(7,2)', { type: 'decimal', precision: 10, scale: 3 }, '1.230', '1.239'],
      ['double(7,2)', { type: 'integer' }, 99_999, 100_000],
      ['double(7,2)', { type: 'boolean' }, true, undefined],
      ['double(7,2)', { type: 'text' }, '1.20', '1.2'],
      ['float(7,2)', { type: 'real' }, 99_999.99, 1.239],
      ['float(9,2)', { type: 'decimal', precision: 12, scale: 2 }, '0.10', '1234567.89'],
      ['varchar(3)', { type: 'text' }, 'abc', 'abc '],
      ['char(3)', { type: 'text' }, 'ab', 'ab '],
      ['date', { type: 'timestamp', zoned: false }, '2024-01-01 00:00:00', '2024-01-01 00:00:01'],
      ['date', { type: 'text' }, '2024-01-01', '2024-1-1'],
      ['datetime', { type: 'timestamp', zoned: true }, '2024-01-01T00:00:00.0Z', '2024-01-01T00:00:00.5Z'],
      ['tinyint', { type: 'boolean' }, true, undefined],
      ["enum('a','b''c')", { type: 'text' }, "b'c", '1'],
      ["enum('a','b')", { type: 'text' }, 'b', 'B'],
      ["enum('2','1')", { type: 'text' }, '1', '01'],
      ["enum('1','3')", { type: 'integer' }, 1, 2],
      ["enum('0','1')", { type: 'boolean' }, null, true],
      ["set('x','y')", { type: 'text' }, 'x,y', '3'],
      ['bit(8)', { type: 'integer' }, 255, 256],
      ['bit(64)', { type: 'integer' }, 1, -1],
      ['bit(8)', { type: 'text' }, null, '5'],
      ['year', { type: 'integer' }, 2026, 26],
      ['year', { type: 'text' }, '2026', '26'],
      ['time', { type: 'text' }, '01:02:03', '1:2'],
      ['time(3)', { type: 'text' }, '01:02:03.5', '01:02:03.0625'],
      ['time', { type: 'timestamp', zoned: false }, null, '2024-01-01 00:00:01'],
      ['binary(2)', { type: 'text' }, 'ab', 'a'],
      ['varchar(9) character set latin1', { type: 'text' }, 'é', '漢'],
      ['longtext character set utf8mb3', { type: 'text' }, '漢', '🌊'],
    ]
    using rig = new StepRig()
    const database = await open(rig)
    for (const [index, [type, column, kept, lost]] of cases.entries()) {
      const table = `t${index}`
      await database.run(`create table ${table} (value ${type})`)
      const shape = [{ name: 'value', ...column }]
      await loadRows(rig, database, { columns: shape, rows: [[kept], [null]], options: { table } })
      if (lost === undefined) continue
      const failure = await failureOf(
        loadRows(rig, database, { columns: shape, rows: [[kept], [lost]], options: { table } }),
      )
      assert.equal(failure.code, 'rows/lossy', `${type}: ${failure.message}`)
      assert.match(failure.message, /: 1 value would not come back/, type)
      if (type.startsWith('double')) await widensAndKeeps(database, table, statementIn(failure.help))
    }
  })
})

/** The numbers that are there are the same behind it. */
async function widensAndKeeps(database: OpenTarget, table: string, statement: string): Promise<void> {
  const sums = async (): Promise<number> =>
    Number((await database.run(`select sum(value) as n from ${table}`))[0]?.['n'])
  await database.run(`insert into ${table} values (0.25)`)
  const sum = await sums()
  await database.run(statement)
  assert.equal(await sums(), sum, statement)
}

describe('a table of MariaDB that a load makes', () => {
  const open = (rig: StepRig) => mariadbTarget(() => server).open(rig)
  const typed: readonly Column[] = [
    { name: 'id', type: 'integer', notNull: true },
    { name: 'amount', type: 'decimal', precision: 12, scale: 2 },
    { name: 'at', type: 'timestamp', zoned: true },
    { name: 'note', type: 'text' },
  ]
  const rows = [
    [1, '0.10', '2026-11-21T09:30:00.123456+02:00', "it's\t\\N\n"],
    [2, '-9999999999.99', null, null],
  ]

  for (const mode of ['append', 'replace'] as const)
    it(`has the rows themselves staged in it, and the next load is as any other (${mode})`, async () => {
      using rig = new StepRig()
      const database = await open(rig)
      const statements = await statementsOf(server, async () => {
        const outcome = await loadRows(rig, database, { columns: typed, rows, options: { mode } })
        assert.equal(outcome.rows?.loaded, 2)
      })
      assert.match(statements, /load data local infile 'rows' into table `people`/)
      assert.deepEqual(await database.run('select * from people order by id'), [
        { id: '1', amount: '0.10', at: '2026-11-21T07:30:00.123Z', note: "it's\t\\N\n" },
        { id: '2', amount: '-9999999999.99', at: null, note: null },
      ])
      await loadRows(rig, database, { columns: typed, rows, options: { mode } })
      const [found] = await database.run('select count(*) as n from people')
      assert.equal(found?.['n'], mode === 'append' ? '4' : '2')
    })

  it('stays empty when a check of its rows fails, and is filled by the next try', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    const failing = loadRows(rig, database, {
      columns: typed,
      rows,
      options: { mode: 'replace' },
      more: { checks: [{ rule: 'row-count', min: 3, of: 'result' }] },
    })
    assert.equal((await failureOf(failing)).code, 'checks/failed')
    assert.deepEqual(await database.run('select * from people'), [])
    await loadRows(rig, database, { columns: typed, rows, options: { mode: 'replace' } })
    assert.deepEqual(await database.run('select count(*) as n from people'), [{ n: '2' }])
  })

  for (const localInfile of [1, 0])
    it(`takes rows that are longer than a packet of the server, or says so, with local_infile = ${localInfile}`, async () => {
      using rig = new StepRig()
      const database = await open(rig)
      const [packet] = await database.run('select @@global.max_allowed_packet as size')
      const long = 'ö'.repeat(800_000)
      await database.run(
        'set global max_allowed_packet = 1048576',
        `set global local_infile = ${localInfile}`,
      )
      try {
        const load = loadRows(rig, database, { columns, rows: [['1', long]] })
        if (localInfile === 1) {
          await load
          assert.deepEqual(await database.run('select name from people'), [{ name: long }])
        } else {
          const { code, help } = await failureOf(load)
          assert.equal(code, 'database/value')
          assert.match(help ?? '', /max_allowed_packet/)
        }
      } finally {
        await database.run(
          `set global max_allowed_packet = ${packet?.['size']}`,
          'set global local_infile = 1',
        )
      }
    })

  it('is filled directly only where the server keeps others out of it', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    const { url } = database
    rig.file('wh.mjs', mysqlDialectModule)
    const isolation = server.isMysql ? 'transaction_isolation' : 'tx_isolation'
    await database.run('create table people (id int)', `set global ${isolation} = 'READ-COMMITTED'`)
    const staysOurs = async (more: Pick<Connection, 'dialect'>): Promise<boolean> => {
      const { signal } = new AbortController()
      await using opened = await realPorts.databases.open({ url, ...more }, rig.workspace, signal)
      return await opened.transaction(undefined, async (transaction) => {
        const ours = await mysqlLoads.staysOurs(transaction, { name: 'people' })
        const other = server.isMysql
          ? 'insert /*+ set_var(innodb_lock_wait_timeout = 1) */ into people values (1)'
          : 'set statement innodb_lock_wait_timeout = 0 for insert into people values (1)'
        if (ours) await assert.rejects(query(url, other), /Lock wait timeout/)
        return ours
      })
    }
    try {
      assert.equal(await staysOurs({}), true)
      assert.equal(await staysOurs({ dialect: './wh.mjs' }), false)
    } finally {
      await database.run(`set global ${isolation} = 'REPEATABLE-READ'`)
    }
  })

  it('is not filled directly when somebody else put a row in before the lock', async () => {
    using rig = new StepRig()
    const database = await open(rig)
    const statements = await statementsOf(server, async () => {
      const outcome = loadRows(rig, database, {
        columns: typed,
        rows,
        options: { mode: 'append' },
        more: {
          log: (line) => {
            if (line.endsWith('made')) execSync(database.url, 'insert into people (id) values (7)')
          },
        },
      })
      assert.equal((await outcome).rows?.loaded, 2)
    })
    assert.match(statements, /infile 'rows' into table `_millrace_staged`/)
    assert.deepEqual(await database.run('select id from people order by id'), [
      { id: '1' },
      { id: '2' },
      { id: '7' },
    ])
  })
})

/** What was said to the server meanwhile. */
async function statementsOf({ port }: TestMariadb, work: () => Promise<void>): Promise<string> {
  const root = `mysql://root@127.0.0.1:${port}/mysql`
  await query(root, "set global log_output = 'TABLE'")
  await query(root, 'truncate general_log')
  await query(root, 'set global general_log = 1')
  try {
    await work()
  } finally {
    await query(root, 'set global general_log = 0')
  }
  const said = await query(root, 'select convert(argument using utf8mb4) as said from general_log')
  return said.map((row) => String(row['said'])).join('\n')
}

/** In the middle of what waits for nothing. */
function execSync(url: string, statement: string): void {
  const { hostname, port, username, password, pathname } = new URL(url)
  const to = [`--host=${hostname}`, `--port=${port}`, `--user=${username}`, `--password=${password}`]
  execFileSync('mariadb', ['--no-defaults', ...to, pathname.slice(1), '-e', statement])
}
