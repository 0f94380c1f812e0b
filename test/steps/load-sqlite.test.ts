import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import type { Clock } from '../../src/ports/ports.ts'
import type { TableLoad } from '../../src/steps/load/options.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { integrity, query, writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig, needs } from '../support/step-context.ts'
import { tableLoad } from '../support/table-load.ts'

const columns: readonly Column[] = [
  { name: 'day', type: 'date', notNull: true },
  { name: 'total', type: 'decimal', precision: 12, scale: 2 },
  { name: 'ok', type: 'boolean' },
]

const rows = [
  ['2024-01-01', '1.10', true],
  ['2024-01-02', '2.20', false],
]

function daily(rig: StepRig, content: Iterable<readonly unknown[]> = rows, shape = columns): Dataset {
  return writeDataset(rig.path('datasets/daily.sqlite'), 'daily', { columns: shape, rows: content })
}

function context(rig: StepRig, dataset: Dataset, options: TableLoad, more: Partial<StepContext> = {}) {
  return rig.context(options, {
    stepId: 'publish',
    needs: needs(dataset),
    connections: { warehouse: { url: 'sqlite:out/warehouse.sqlite' } },
    ...more,
  })
}

/** A run of its own for each, so that none is taken for a retry. */
let runs = 0
function run(): Partial<StepContext> {
  runs += 1
  return { run: { id: `run-${runs}`, date: '2026-11-21' } }
}

/** Five seconds are a quarter of one. */
const hasty: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 20, signal) }

const all = 'select * from daily_sales order by day'

describe('load into a SQLite file', () => {
  it('makes the table and fills it', async () => {
    using rig = new StepRig()
    const outcome = await load(context(rig, daily(rig), tableLoad(), run()))
    assert.deepEqual(query(rig.path('out/warehouse.sqlite'), all), [
      { day: '2024-01-01', total: 1.1, ok: 1 },
      { day: '2024-01-02', total: 2.2, ok: 0 },
    ])
    assert.equal(outcome.note, 'daily_sales: 2 rows added')
    assert.equal(integrity(rig.path('out/warehouse.sqlite')), 'ok')
  })

  it('says once what it waits for, when another program holds the database for long', async () => {
    using rig = new StepRig()
    const file = rig.path('out/warehouse.sqlite')
    await load(context(rig, daily(rig), tableLoad(), run()))
    using other = new DatabaseSync(file)
    other.exec('begin immediate')
    const log = (line: string) => {
      rig.logged.push(line)
      if (line.startsWith('waiting')) other.exec('commit')
    }
    const ports = { ...rig.context({}).ports, clock: hasty }
    const outcome = await load(context(rig, daily(rig), tableLoad(), { ...run(), log, ports }))
    assert.equal(outcome.rows?.loaded, 2)
    const waits = rig.logged.filter((line) => line.startsWith('waiting'))
    assert.deepEqual(waits, ['waiting for the database: another load or program is at work on it'])
  })

  for (const [how, definition] of Object.entries({
    'in another order': 'ok integer, day text, total real',
    'of other types': 'day, total numeric, ok int',
    'under a key and an index': 'day text primary key, total real, ok integer',
  })) {
    it(`fills the columns of a table that has them ${how}`, async () => {
      using rig = new StepRig()
      const file = rig.path('out/warehouse.sqlite')
      mkdirSync(rig.path('out'))
      using database = new DatabaseSync(file)
      database.exec(`create table daily_sales (${definition}); create index by_total on daily_sales (total)`)
      database.exec("insert into daily_sales (day, total, ok) values ('2023-12-31', 0.5, 1)")
      await load(context(rig, daily(rig), tableLoad(), run()))
      assert.deepEqual(query(file, 'select day, total, ok from daily_sales order by total'), [
        { day: '2023-12-31', total: 0.5, ok: 1 },
        { day: '2024-01-01', total: 1.1, ok: 1 },
        { day: '2024-01-02', total: 2.2, ok: 0 },
      ])
      assert.equal(integrity(file), 'ok')
    })
  }

  it('enters the load in the ledger of the database', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad(), { run: { id: 'run-x', date: '2026-11-21' } }))
    const [entry] = query(rig.path('out/warehouse.sqlite'), 'select * from _millrace_loads')
    assert.deepEqual(
      { ...entry, at: null, content: String(entry?.['content']).length },
      {
        pipeline: 'sales',
        step: 'publish',
        run: 'run-x',
        target: 'daily_sales',
        mode: 'append',
        rows: 2,
        at: null,
        content: 32,
      },
    )
  })

  it('loads once for a run, however often it is tried', async () => {
    using rig = new StepRig()
    const dataset = daily(rig)
    await load(context(rig, dataset, tableLoad()))
    const again = await load(context(rig, dataset, tableLoad()))
    assert.match(again.note ?? '', /already loaded by this run/)
    assert.equal(again.rows?.unchanged, 2)
    assert.equal(query(rig.path('out/warehouse.sqlite'), all).length, 2)
  })

  it('loads again in a run that is resumed with other rows, but for appending them', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad({ mode: 'replace' })))
    const more = daily(rig, [
      ['2024-02-01', '9.00', null],
      ['2024-02-02', '9.50', null],
      ['2024-02-03', '9.75', null],
    ])
    const again = await load(context(rig, more, tableLoad({ mode: 'replace' })))
    assert.equal(again.note, 'daily_sales: 3 rows in place of 2')
    const ledger = query(rig.path('out/warehouse.sqlite'), 'select rows from _millrace_loads')
    assert.deepEqual(ledger, [{ rows: 3 }])
    const appended = load(context(rig, daily(rig), tableLoad({ mode: 'append' })))
    await assert.rejects(appended, { code: 'load/changed', message: /has appended to "daily_sales" already/ })
  })

  it('knows a load by its rows, not by their number', async () => {
    using rig = new StepRig()
    const others = () =>
      daily(
        rig,
        rows.map(([day, , ok]) => [day, '7.70', ok]),
      )
    const warehouse = rig.path('out/warehouse.sqlite')
    await load(context(rig, daily(rig), tableLoad({ mode: 'replace' })))
    const same = await load(context(rig, daily(rig), tableLoad({ mode: 'replace' })))
    assert.match(same.note ?? '', /already loaded by this run/)
    await load(context(rig, others(), tableLoad({ mode: 'replace' })))
    assert.deepEqual(query(warehouse, 'select distinct total from daily_sales'), [{ total: 7.7 }])
    const appended = load(context(rig, daily(rig), tableLoad({ mode: 'append' })))
    await assert.rejects(appended, { code: 'load/changed', message: /2 rows at .*not the same now/ })
    const merged = tableLoad({ mode: 'merge', key: ['day'] })
    assert.match((await load(context(rig, daily(rig), merged))).note ?? '', /0 rows inserted, 2 changed/)
  })

  it('goes on with a ledger of loads that kept no content', async () => {
    using rig = new StepRig()
    const file = rig.path('out/warehouse.sqlite')
    await load(context(rig, daily(rig), tableLoad()))
    using database = new DatabaseSync(file)
    database.exec('alter table _millrace_loads drop column content')
    const again = await load(context(rig, daily(rig), tableLoad()))
    assert.match(again.note ?? '', /already loaded by this run/)
    const replaced = await load(context(rig, daily(rig), tableLoad({ mode: 'replace' })))
    assert.equal(replaced.note, 'daily_sales: 2 rows in place of 2')
    const known = await load(context(rig, daily(rig), tableLoad({ mode: 'replace' })))
    assert.match(known.note ?? '', /already loaded by this run/)
  })

  it('appends in another run', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad(), run()))
    await load(context(rig, daily(rig), tableLoad(), run()))
    assert.equal(query(rig.path('out/warehouse.sqlite'), all).length, 4)
  })

  it('replaces the rows and keeps views and indexes', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad(), run()))
    using database = new DatabaseSync(rig.path('out/warehouse.sqlite'))
    database.exec(
      'create view totals as select total from daily_sales; create index by_day on daily_sales(day)',
    )
    const outcome = await load(
      context(rig, daily(rig, [['2024-02-01', '9.00', null]]), tableLoad({ mode: 'replace' }), run()),
    )
    assert.deepEqual(query(rig.path('out/warehouse.sqlite'), 'select * from totals'), [{ total: 9 }])
    assert.equal(
      query(rig.path('out/warehouse.sqlite'), "select * from sqlite_schema where name = 'by_day'").length,
      1,
    )
    assert.equal(outcome.note, 'daily_sales: 1 row in place of 2')
  })

  it('merges: inserts, changes, and leaves alone what is the same', async () => {
    using rig = new StepRig()
    const merge = tableLoad({ mode: 'merge', key: ['day'] })
    await load(context(rig, daily(rig), merge, run()))
    const next = daily(rig, [...rows.slice(0, 1), ['2024-01-02', '3.30', null], ['2024-01-03', null, true]])
    const outcome = await load(context(rig, next, merge, run()))
    assert.equal(outcome.note, 'daily_sales: 1 row inserted, 1 changed, 1 unchanged')
    assert.deepEqual(outcome.rows, {
      read: 3,
      loaded: 2,
      rejected: 0,
      filtered: 0,
      deduplicated: 0,
      unchanged: 1,
    })
    assert.deepEqual(query(rig.path('out/warehouse.sqlite'), all), [
      { day: '2024-01-01', total: 1.1, ok: 1 },
      { day: '2024-01-02', total: 3.3, ok: null },
      { day: '2024-01-03', total: null, ok: 1 },
    ])
  })

  it('shows the keys that stand in the way of a merge', async () => {
    using rig = new StepRig()
    const shape = columns.map(({ notNull: _notNull, ...column }) => column)
    const dataset = daily(rig, [...rows, ...rows.slice(0, 1), [null, '1.00', true]], shape)
    const failure = await failureOf(
      load(context(rig, dataset, tableLoad({ mode: 'merge', key: ['day'] }), run())),
    )
    assert.equal(failure.code, 'rows/key')
    assert.match(failure.message, /not-null \[day\]: 1 row, e\.g\. \(day=NULL, total=1.00, ok=1\)/)
    assert.match(failure.message, /unique \[day\]: 1 key more than once, e\.g\. \(day="2024-01-01"\) 2×/)
  })

  it('checks the staged rows before anyone sees them', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad(), run()))
    const checks = [{ rule: 'range', column: 'total', max: 2 }] as const
    const failure = await failureOf(
      load(context(rig, daily(rig), tableLoad({ mode: 'replace' }), { ...run(), checks })),
    )
    assert.equal(failure.code, 'checks/failed')
    assert.match(failure.message, /range \[total\]: 1 row with a value above 2: 2\.20 \(1×\)/)
    assert.equal(query(rig.path('out/warehouse.sqlite'), all).length, 2)
  })

  it('lists both sides when the columns differ', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad(), run()))
    const shape: readonly Column[] = [
      { name: 'day', type: 'date' },
      { name: 'sum', type: 'real' },
    ]
    const failure = await failureOf(
      load(context(rig, daily(rig, [['2024-01-01', 1]], shape), tableLoad(), run())),
    )
    assert.equal(failure.code, 'columns/mismatch')
    assert.match(failure.message, /the table lacks "sum"; the dataset lacks "total", "ok"/)
    assert.match(failure.help ?? '', /Add a column "sum" \(real\) to "daily_sales"/)
  })

  it('leaves what the table fills by itself to the table', async () => {
    using rig = new StepRig()
    rig.file('out/x', '')
    using database = new DatabaseSync(rig.path('out/warehouse.sqlite'))
    database.exec(
      "create table daily_sales (id integer primary key autoincrement, day date, total numeric, ok, at text default 'now')",
    )
    await load(context(rig, daily(rig), tableLoad(), run()))
    assert.deepEqual(query(rig.path('out/warehouse.sqlite'), 'select * from daily_sales')[1], {
      id: 2,
      day: '2024-01-02',
      total: 2.2,
      ok: 0,
      at: 'now',
    })
  })

  it('does not let a column of numbers eat leading zeros', async () => {
    using rig = new StepRig()
    rig.file('out/x', '')
    using database = new DatabaseSync(rig.path('out/warehouse.sqlite'))
    database.exec('create table daily_sales (zip integer)')
    const dataset = daily(rig, [['601'], ['00601']], [{ name: 'zip', type: 'text' }])
    const failure = await failureOf(load(context(rig, dataset, tableLoad(), run())))
    assert.equal(failure.code, 'rows/lossy')
    assert.match(
      failure.message,
      /column "zip" of "daily_sales" is INTEGER: 1 value would not come back .*"00601"/i,
    )
  })

  it('does not let a column of floats round integers', async () => {
    using rig = new StepRig()
    rig.file('out/x', '')
    using database = new DatabaseSync(rig.path('out/warehouse.sqlite'))
    database.exec('create table daily_sales (value double)')
    const shape: readonly Column[] = [{ name: 'value', type: 'integer' }]
    await load(context(rig, daily(rig, [[9007199254740992n], [null]], shape), tableLoad(), run()))
    const failure = await failureOf(
      load(context(rig, daily(rig, [[9007199254740993n]], shape), tableLoad(), run())),
    )
    assert.equal(failure.code, 'rows/lossy')
  })

  it('does not let a column of floats round decimals, but for zeros at their end', async () => {
    using rig = new StepRig()
    rig.file('out/x', '')
    using database = new DatabaseSync(rig.path('out/warehouse.sqlite'))
    database.exec('create table daily_sales (value real)')
    const shape: readonly Column[] = [{ name: 'value', type: 'decimal', precision: 18, scale: 8 }]
    await load(
      context(rig, daily(rig, [['1.00000000'], ['-1234567.12345678'], [null]], shape), tableLoad(), run()),
    )
    const failure = await failureOf(
      load(context(rig, daily(rig, [['123456789.12345678']], shape), tableLoad(), run())),
    )
    assert.match(failure.message, /1 value would not come back as it is, e\.g\. "123456789\.12345678"/)
    assert.match(failure.help ?? '', /^Convert the values/)
  })

  it('does not merge into a table that holds a key of the rows twice', async () => {
    using rig = new StepRig()
    rig.file('out/x', '')
    using database = new DatabaseSync(rig.path('out/warehouse.sqlite'))
    database.exec(
      "create table daily_sales (id integer, note text); insert into daily_sales values (1, 'a'), (1, 'b')",
    )
    const shape: readonly Column[] = [
      { name: 'id', type: 'integer' },
      { name: 'note', type: 'text' },
    ]
    const failure = await failureOf(
      load(context(rig, daily(rig, [[1, 'new']], shape), tableLoad({ mode: 'merge', key: ['id'] }), run())),
    )
    assert.equal(failure.code, 'rows/key')
    assert.match(failure.message, /"daily_sales" holds a key \(id\) more than once/)
    assert.deepEqual(query(rig.path('out/warehouse.sqlite'), 'select note from daily_sales'), [
      { note: 'a' },
      { note: 'b' },
    ])
  })

  it('does not empty a table from an empty dataset unless told to', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad(), run()))
    const replace = tableLoad({ mode: 'replace' })
    assert.equal((await failureOf(load(context(rig, daily(rig, []), replace, run())))).code, 'rows/empty')
    assert.equal(query(rig.path('out/warehouse.sqlite'), all).length, 2)
    await load(context(rig, daily(rig, []), { ...replace, allowEmpty: true }, run()))
    assert.equal(query(rig.path('out/warehouse.sqlite'), all).length, 0)
  })

  it('takes names that SQL would misread', async () => {
    using rig = new StepRig()
    const dataset = daily(rig, [['x']], [{ name: 'a"b; drop table', type: 'text' }])
    await load(
      context(rig, dataset, tableLoad({ table: 'ord"er', mode: 'merge', key: ['a"b; drop table'] }), run()),
    )
    assert.deepEqual(query(rig.path('out/warehouse.sqlite'), 'select * from "ord""er"'), [
      { 'a"b; drop table': 'x' },
    ])
  })

  it('says what is wrong with a file that is no database', async () => {
    using rig = new StepRig()
    rig.file(
      'out/warehouse.sqlite',
      'this is not a database, but a text that is long enough to look at'.repeat(20),
    )
    const failure = await failureOf(load(context(rig, daily(rig), tableLoad(), run())))
    assert.equal(failure.code, 'database/connection')
    assert.equal(failure.message, 'SQLite "out/warehouse.sqlite": file is not a database')
  })

  it('says which file cannot be opened, and why', async () => {
    using rig = new StepRig()
    mkdirSync(rig.path('out/warehouse.sqlite'), { recursive: true })
    const folder = await failureOf(load(context(rig, daily(rig), tableLoad(), run())))
    assert.equal(folder.message, 'SQLite "out/warehouse.sqlite": unable to open database file')
    assert.equal(folder.help, 'It is a folder: name a file in it')
  })

  it('is rolled back when it is aborted in the middle', async () => {
    using rig = new StepRig()
    await load(context(rig, daily(rig), tableLoad(), run()))
    const many = Array.from({ length: 300_000 }, (_, n) => [
      `2024-01-${String((n % 28) + 1).padStart(2, '0')}`,
      `${n}.00`,
      true,
    ])
    const dataset = daily(rig, many)
    const controller = new AbortController()
    const log = (): void => {}
    const progress = (): void => void setTimeout(() => controller.abort(new Error('stop')), 15)
    await assert.rejects(
      load(
        context(rig, dataset, tableLoad({ mode: 'replace' }), {
          ...run(),
          signal: controller.signal,
          log,
          progress,
        }),
      ),
      /stop/,
    )
    {
      // What was killed may leave a journal, which only who may write can take back.
      using database = new DatabaseSync(rig.path('out/warehouse.sqlite'))
      assert.equal(database.prepare(all).all().length, 2)
    }
    await load(context(rig, dataset, tableLoad({ mode: 'replace' }), run()))
    assert.equal(
      query(rig.path('out/warehouse.sqlite'), 'select count(*) as n from daily_sales')[0]?.['n'],
      300_000,
    )
    assert(!existsSync(rig.path('out/warehouse.sqlite-journal')))
  })
})
