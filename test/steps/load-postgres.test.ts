import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import type { Clock } from '../../src/ports/ports.ts'
import type { TableLoad } from '../../src/steps/load/options.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { query, startPostgres } from '../support/postgres.ts'
import type { TestPostgres } from '../support/postgres.ts'
import { StepRig, needs } from '../support/step-context.ts'
import { tableLoad } from '../support/table-load.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'price', type: 'decimal', precision: 30, scale: 2 },
  { name: 'ratio', type: 'real' },
  { name: 'paid', type: 'boolean' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp', zoned: true },
  { name: 'tags', type: 'json' },
  { name: 'note', type: 'text' },
]

const rows = [
  [
    9007199254740993n,
    '1234567890123456789.10',
    0.1,
    true,
    '2024-01-01',
    '2024-01-01T10:00:00.123456Z',
    ['a'],
    'tab\t"quote"\n',
  ],
  [2, null, null, false, null, null, null, ''],
]

let server: TestPostgres
before(async () => {
  server = await startPostgres()
})
after(() => server[Symbol.asyncDispose]())

function daily(rig: StepRig, content: Iterable<readonly unknown[]> = rows, shape = columns): Dataset {
  return writeDataset(rig.path('datasets/daily.sqlite'), 'daily', { columns: shape, rows: content })
}

let runs = 0
function context(
  rig: StepRig,
  dataset: Dataset,
  { url, ...options }: TableLoad & { url: string },
  more: Partial<StepContext> = {},
) {
  runs += 1
  return rig.context(options, {
    stepId: 'publish',
    needs: needs(dataset),
    connections: { warehouse: { url } },
    run: { id: `run-${runs}`, date: '2026-11-21' },
    ...more,
  })
}

const small: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'note', type: 'text' },
]

describe('load into PostgreSQL', () => {
  it('makes a table of the right types and loses nothing', async () => {
    using rig = new StepRig()
    const url = await server.database()
    const outcome = await load(context(rig, daily(rig), { ...tableLoad(), url }))
    assert.equal(outcome.note, 'daily_sales: 2 rows added')
    assert.deepEqual(await query(url, 'select * from daily_sales order by id desc'), [
      {
        id: '9007199254740993',
        price: '1234567890123456789.10',
        ratio: 0.1,
        paid: true,
        day: new Date(2024, 0, 1),
        at: new Date('2024-01-01T10:00:00.123Z'),
        tags: ['a'],
        note: 'tab\t"quote"\n',
      },
      { id: '2', price: null, ratio: null, paid: false, day: null, at: null, tags: null, note: '' },
    ])
    const types = await query(
      url,
      `select string_agg(format_type(atttypid, atttypmod), ', ' order by attnum) as types from pg_attribute where attrelid = 'daily_sales'::regclass and attnum > 0`,
    )
    assert.equal(
      types[0]?.['types'],
      'bigint, numeric(30,2), double precision, boolean, date, timestamp with time zone, jsonb, text',
    )
  })

  for (const mode of ['append', 'merge'] as const)
    it(`says once what it waits for, when another program holds the table for long (${mode})`, async () => {
      using rig = new StepRig()
      const url = await server.database()
      await query(url, 'create table daily_sales (id bigint primary key, note text)')
      const other = new pg.Client(url)
      await other.connect()
      await other.query('begin; lock table daily_sales in share row exclusive mode')
      const log = (line: string) => {
        rig.logged.push(line)
        if (line.startsWith('waiting')) void other.query('commit').then(() => other.end())
      }
      const sleep: Clock['sleep'] = (ms, signal) => systemClock.sleep(ms / 20, signal)
      const ports = { ...rig.context({}).ports, clock: { ...systemClock, sleep } }
      const options = { ...tableLoad(), mode, key: mode === 'merge' ? ['id'] : [], url }
      const outcome = await load(context(rig, daily(rig, [[1, 'a']], small), options, { log, ports }))
      assert.equal(outcome.rows?.loaded, 1)
      const waits = rig.logged.filter((line) => line.startsWith('waiting'))
      assert.deepEqual(waits, ['waiting for table "daily_sales": another load or program is at work on it'])
    })

  it('loads once for a run, however often it is tried', async () => {
    using rig = new StepRig()
    const url = await server.database()
    const dataset = daily(rig)
    const run = { id: 'same', date: '2026-11-21' }
    await load(context(rig, dataset, { ...tableLoad(), url }, { run }))
    const again = await load(context(rig, dataset, { ...tableLoad(), url }, { run }))
    assert.match(again.note ?? '', /already loaded by this run/)
    assert.equal((await query(url, 'select * from daily_sales')).length, 2)
    const fewer = daily(rig, [[1, 'a']], small)
    const other = load(context(rig, fewer, { ...tableLoad(), url }, { run }))
    await assert.rejects(other, { code: 'load/changed' })
  })

  it('knows a load by its rows, not by their number, also in a ledger that kept no content', async () => {
    using rig = new StepRig()
    const url = await server.database()
    const run = { id: 'same', date: '2026-11-21' }
    const once = (note: string, mode: 'append' | 'replace') =>
      load(context(rig, daily(rig, [[1, note]], small), { ...tableLoad({ mode }), url }, { run }))
    await once('a', 'append')
    await assert.rejects(once('b', 'append'), { code: 'load/changed', message: /not the same now/ })
    await once('b', 'replace')
    assert.match((await once('b', 'replace')).note ?? '', /already loaded/)
    await query(url, 'alter table _millrace_loads drop column content')
    assert.match((await once('c', 'append')).note ?? '', /already loaded/)
    await once('c', 'replace')
    assert.deepEqual(await query(url, 'select note from daily_sales'), [{ note: 'c' }])
    assert.match((await once('c', 'replace')).note ?? '', /already loaded/)
  })

  it('replaces the rows and keeps views, grants and indexes', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await load(context(rig, daily(rig, [[1, 'a']], small), { ...tableLoad(), url }))
    await query(
      url,
      'create view notes as select note from daily_sales; create index by_note on daily_sales (note); create role reader; grant select on daily_sales to reader',
    )
    const outcome = await load(
      context(rig, daily(rig, [[2, 'b']], small), { ...tableLoad({ mode: 'replace' }), url }),
    )
    assert.equal(outcome.note, 'daily_sales: 1 row in place of 1')
    assert.deepEqual(await query(url, 'select * from notes'), [{ note: 'b' }])
    assert.equal(
      (await query(url, "select has_table_privilege('reader', 'daily_sales', 'select') as may"))[0]?.['may'],
      true,
    )
  })

  it('merges and does not rewrite what is the same', async () => {
    using rig = new StepRig()
    const url = await server.database()
    const merge = { ...tableLoad({ mode: 'merge', key: ['id'] }), url }
    await load(
      context(
        rig,
        daily(
          rig,
          [
            [1, 'a'],
            [2, 'b'],
          ],
          small,
        ),
        merge,
      ),
    )
    const [version] = await query(url, 'select xmin from daily_sales where id = 1')
    const outcome = await load(
      context(
        rig,
        daily(
          rig,
          [
            [1, 'a'],
            [2, null],
            [3, 'c'],
          ],
          small,
        ),
        merge,
      ),
    )
    assert.equal(outcome.note, 'daily_sales: 1 row inserted, 1 changed, 1 unchanged')
    assert.deepEqual(await query(url, 'select xmin from daily_sales where id = 1'), [version])
    assert.deepEqual(await query(url, 'select * from daily_sales order by id'), [
      { id: '1', note: 'a' },
      { id: '2', note: null },
      { id: '3', note: 'c' },
    ])
  })

  it('refuses keys that are repeated', async () => {
    using rig = new StepRig()
    const url = await server.database()
    const dataset = daily(
      rig,
      [
        [1, 'a'],
        [1, 'b'],
      ],
      small,
    )
    const failure = await failureOf(
      load(context(rig, dataset, { ...tableLoad({ mode: 'merge', key: ['id'] }), url })),
    )
    assert.match(failure.message, /unique \[id\]: 1 key more than once/)
    assert.deepEqual(await query(url, "select to_regclass('daily_sales') as t"), [{ t: null }])
  })

  it('checks the staged rows, with the author’s SQL too', async () => {
    using rig = new StepRig()
    const url = await server.database()
    const checks = [
      { rule: 'sql', name: 'no b', sql: 'select * from daily where note = ${{ inputs.note }};' },
      { rule: 'sql', name: 'no c', sql: "select * from daily where note = 'c'" },
      { rule: 'accepted-values', column: 'note', values: ['a', 'b'] },
    ] as const
    const failure = await failureOf(
      load(
        context(
          rig,
          daily(
            rig,
            [
              [1, 'a'],
              [2, 'b'],
            ],
            small,
          ),
          { ...tableLoad(), url },
          { checks, bind: () => 'b' },
        ),
      ),
    )
    assert.match(failure.message, /1 of 2 checks failed/)
    assert.match(failure.message, /sql "no b": 1 row, e\.g\. \(id="2", note="b"\)/)
  })

  it('reads the author’s SQL as PostgreSQL does: its own quotes hold no parameters', async () => {
    using rig = new StepRig()
    const url = await server.database()
    const checked = String.raw`
      select id, E'it\'s ?;' as a, $q$ ? ; $q$ as b, (array[id, 7])[${'${{ inputs.n }}'}::int] as c
      from daily /* ? /* ? */ ${'${{ x }}'} */ where note = ${'${{ inputs.note }}'}; -- done`
    const checks = [{ rule: 'sql', name: 'quotes', sql: checked }] as const
    const bind = (expression: string) => (expression === 'inputs.n' ? 2 : 'a')
    const failure = await failureOf(
      load(context(rig, daily(rig, [[1, 'a']], small), { ...tableLoad(), url }, { checks, bind })),
    )
    assert.match(failure.message, /sql "quotes": 1 row, e\.g\. \(id="1", a="it's \?;", b=" \? ; ", c="7"\)/)
  })

  it('casts into the columns that are there, and refuses what they would cut or round', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await query(
      url,
      'create schema mart; create table mart.sales (id integer, note varchar(3), made timestamptz default now())',
    )
    const into = { ...tableLoad({ table: 'mart.sales' }), url }
    await load(context(rig, daily(rig, [[1, 'abc']], small), into))
    const cut = await failureOf(load(context(rig, daily(rig, [[1, 'abcd']], small), into)))
    assert.equal(cut.code, 'rows/lossy')
    assert.match(cut.message, /column "note" of "mart\.sales" is character varying\(3\): 1 value .*"abcd"/)
    const nul = await failureOf(load(context(rig, daily(rig, [[1, 'a\0b']], small), into)))
    assert.match(nul.help ?? '', /^Take it out at the source, or in a module/)
    const huge = await failureOf(load(context(rig, daily(rig, [[2 ** 40, 'a']], small), into)))
    assert.equal(huge.code, 'rows/lossy')
    assert.match(
      huge.message,
      /column "id" of "mart\.sales" is integer: 1 value .* 1099511627776|"1099511627776"/,
    )
    assert.match(huge.help ?? '', /alter table "mart"\."sales" alter column "id" type bigint/)
    assert.equal((await query(url, 'select * from mart.sales')).length, 1)
  })

  it('names the column, the values and the statement where a text is none of the table’s type', async () => {
    using rig = new StepRig()
    const url = await server.database()
    for (const [type, text] of [
      ['numeric(10,2)', 'x'],
      ['date', '31.12.2026'],
      ['uuid', 'x'],
    ] as const) {
      await query(url, `drop table if exists texts; create table texts (id integer, v ${type})`)
      const shape: readonly Column[] = [
        { name: 'id', type: 'integer' },
        { name: 'v', type: 'text' },
      ]
      const failure = await failureOf(
        load(
          context(
            rig,
            daily(
              rig,
              [
                [1, null],
                [2, text],
              ],
              shape,
            ),
            { ...tableLoad({ table: 'texts' }), url },
          ),
        ),
      )
      assert.equal(failure.code, 'rows/lossy', failure.message)
      assert.ok(
        failure.message.includes(`column "v" of "texts" is ${type}: 1 value would not`),
        failure.message,
      )
      assert.ok(failure.message.endsWith(`"${text}"`), failure.message)
      assert.match(failure.help ?? '', /alter table "texts" alter column "v" type text using "v"::text/)
    }
  })

  it('replaces the rows of a table that others refer to', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await query(
      url,
      'create table daily_sales (id bigint primary key, note text); create table other (id bigint references daily_sales)',
    )
    const into = { ...tableLoad({ mode: 'replace' }), url }
    await load(context(rig, daily(rig, [[1, 'a']], small), into))
    await load(context(rig, daily(rig, [[2, 'b']], small), into))
    assert.deepEqual(await query(url, 'select note from daily_sales'), [{ note: 'b' }])
  })

  it('lets two loads that replace take turns, so that one of them stays', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await load(context(rig, daily(rig, [[1, 'old']], small), { ...tableLoad(), url }))
    await query(
      url,
      `alter table daily_sales add primary key (id);
       create table detail (sale bigint references daily_sales (id));
       create function wait() returns trigger language plpgsql as 'begin perform pg_sleep(0.7); return null; end';
       create trigger slowly before insert on daily_sales for each statement execute function wait()`,
    )
    using other = new StepRig()
    const into = { ...tableLoad({ mode: 'replace' }), url }
    const outcomes = await Promise.all([
      load(context(rig, daily(rig, [[2, 'a']], small), into)),
      load(context(other, daily(other, [[3, 'b']], small), into)),
    ])
    assert.deepEqual(
      outcomes.map(({ note }) => note),
      Array.from({ length: 2 }, () => 'daily_sales: 1 row in place of 1'),
    )
    assert.equal((await query(url, 'select * from daily_sales')).length, 1)
    const ledger = await query(url, 'select at from _millrace_loads order by at desc limit 2')
    const [last = 0, first = 0] = ledger.map(({ at }) => Date.parse(String(at)))
    assert.ok(last - first >= 500, 'the one that waited is entered as the later one')
  })

  it('does not merge into a table that holds a key of the rows twice', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await query(
      url,
      `create table daily_sales (id bigint, note text);
       insert into daily_sales values (1, 'a'), (1, 'b'), (2, 'c'), (9, 'x'), (9, 'x')`,
    )
    const into = { ...tableLoad({ mode: 'merge', key: ['id'] }), url }
    const failure = await failureOf(
      load(
        context(
          rig,
          daily(
            rig,
            [
              [1, 'new'],
              [2, 'new'],
            ],
            small,
          ),
          into,
        ),
      ),
    )
    assert.equal(failure.code, 'rows/key')
    assert.match(failure.message, /"daily_sales" holds a key \(id\) more than once.*e\.g\. \(id="1"\)$/)
    const other = await load(context(rig, daily(rig, [[2, 'new']], small), into))
    assert.deepEqual([other.rows?.loaded, other.rows?.unchanged], [1, 0])
  })

  const rounded: readonly (readonly [
    type: string,
    column: Omit<Column, 'name'>,
    kept: unknown,
    lost: unknown,
  ])[] = [
    ['real', { type: 'decimal', precision: 30, scale: 8 }, '1.50000000', '1.23456789'],
    ['real', { type: 'integer' }, 16_777_216, 16_777_217],
    ['real', { type: 'real' }, 0.1, 0.1234567890123],
    ['double precision', { type: 'decimal', precision: 30, scale: 2 }, '0.10', '1234567890123456789.10'],
    ['double precision', { type: 'integer' }, 9007199254740992n, 9007199254740993n],
    ['boolean', { type: 'text' }, 'true', 'yes'],
  ]
  for (const [type, column, kept, lost] of rounded) {
    it(`takes ${String(kept)} into a column of ${type}, and refuses to round ${String(lost)}`, async () => {
      using rig = new StepRig()
      const url = await server.database()
      await query(url, `create table daily_sales (value ${type})`)
      const shape: readonly Column[] = [{ name: 'value', ...column }]
      await load(context(rig, daily(rig, [[kept], [null]], shape), { ...tableLoad(), url }))
      const failure = await failureOf(
        load(context(rig, daily(rig, [[kept], [lost]], shape), { ...tableLoad(), url })),
      )
      assert.equal(failure.code, 'rows/lossy')
      assert.match(failure.message, new RegExp(`is ${type}: 1 value would not come back .*${String(lost)}`))
    })
  }

  it('says which columns differ', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await query(url, 'create table daily_sales (id bigint, other text)')
    const failure = await failureOf(
      load(context(rig, daily(rig, [[1, 'a']], small), { ...tableLoad(), url })),
    )
    assert.match(failure.message, /the table lacks "note"; the dataset lacks "other"/)
  })
})

describe('a PostgreSQL that does not play along', () => {
  async function failure(url: string) {
    using rig = new StepRig()
    return await failureOf(load(context(rig, daily(rig, [[1, 'a']], small), { ...tableLoad(), url })))
  }

  it('refuses the password: told without it', async () => {
    const wrong = await failure((await server.database()).replace(server.password, 'wrong-password-1'))
    assert.equal(wrong.code, 'database/connection')
    assert.equal(wrong.retryable, false)
    assert.match(wrong.message, /password authentication failed .*28P01/)
    assert(!`${wrong.message}${wrong.help}${String(wrong.stack)}`.includes('wrong-password-1'))
  })

  it('has no such database', async () => {
    const missing = await failure((await server.database()).replace(/\w+$/u, 'nowhere'))
    assert.match(missing.message, /database "nowhere" does not exist/)
    assert.equal(missing.code, 'database/connection')
  })

  it('is not there: worth another try', async () => {
    const absent = await failure('postgres://me:secret-word@127.0.0.1:1/x')
    assert.equal(absent.code, 'database/connection')
    assert.equal(absent.retryable, true)
    assert(!absent.message.includes('secret-word'))
  })

  it('has an address that is none', async () => {
    assert.equal((await failure('mongodb://x')).code, 'database/connection')
    assert.match((await failure('')).message, /is empty/)
  })

  it('loses the connection in mid-load: nothing is loaded, and the next try is good', async () => {
    using rig = new StepRig()
    const url = await server.database()
    await load(context(rig, daily(rig, [[1, 'old']], small), { ...tableLoad(), url }))
    const many = daily(
      rig,
      Array.from({ length: 200_000 }, (_, id) => [id, `note ${id}`]),
      small,
    )
    const replace = { ...tableLoad({ mode: 'replace' }), url }
    const progress = (): void =>
      void query(
        url,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'millrace'",
      )
    const lost = await failureOf(load(context(rig, many, replace, { progress })))
    assert.equal(lost.code, 'database/connection')
    assert.equal(lost.retryable, true)
    assert.deepEqual(await query(url, 'select note from daily_sales'), [{ note: 'old' }])
    await load(context(rig, many, replace))
    assert.deepEqual(await query(url, 'select count(*) as n from daily_sales'), [{ n: '200000' }])
  })

  it('is told to stop when the step is aborted', { timeout: 60_000 }, async () => {
    using rig = new StepRig()
    const url = await server.database()
    await load(context(rig, daily(rig, [[1, 'old']], small), { ...tableLoad(), url }))
    const controller = new AbortController()
    const slow = [{ rule: 'sql', sql: 'select pg_sleep(300)' }] as const
    setTimeout(() => controller.abort(new Error('stop')), 500)
    const stopped = context(
      rig,
      daily(rig, [[2, 'new']], small),
      { ...tableLoad(), url },
      { checks: slow, signal: controller.signal },
    )
    await assert.rejects(load(stopped), /stop/)
    const running = "select * from pg_stat_activity where application_name = 'millrace' and state = 'active'"
    assert.deepEqual(await query(url, running), [])
    assert.deepEqual(await query(url, 'select note from daily_sales'), [{ note: 'old' }])
  })
})
