import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import { transform } from '../../src/steps/transform/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { integrity, query, writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig, needs } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'day', type: 'date' },
  { name: 'amount', type: 'decimal', precision: 12, scale: 2 },
  { name: 'paid', type: 'boolean' },
  { name: 'zip', type: 'text' },
]

const rows = [
  [1, '2024-01-01', '0.10', true, '00601'],
  [2, '2024-01-01', '0.20', false, '00602'],
  [3, '2024-01-02', '5.00', null, null],
]

function orders(rig: StepRig, name = 'my-orders'): Dataset {
  return writeDataset(rig.path(`datasets/${name}.sqlite`), name, { columns, rows })
}

function context(
  rig: StepRig,
  sql: string,
  more: Partial<StepContext> & { columns?: readonly Column[] } = {},
) {
  const { columns: declared, ...rest } = more
  const options = { sql, ...(declared === undefined ? {} : { columns: declared }) }
  return rig.context(options, { stepId: 'daily', needs: needs(orders(rig)), ...rest })
}

function types(dataset: Dataset | undefined): string[] {
  return (dataset?.columns ?? []).map(({ name, type }) => `${name} ${type}`)
}

describe('transform by SQL', () => {
  it('sees a need as a table by its name, with dashes quoted or as underscores', async () => {
    using rig = new StepRig()
    for (const name of ['"my-orders"', 'my_orders']) {
      const { dataset } = await transform(context(rig, `select count(*) as n from ${name}`))
      assert.deepEqual(query(dataset?.path ?? '', 'select * from daily'), [{ n: 3 }])
    }
  })

  it('keeps the type of a column that comes straight from a need', async () => {
    using rig = new StepRig()
    const { dataset } = await transform(
      context(rig, 'with q as (select * from my_orders) select day, paid, amount as price, zip from q'),
    )
    assert.deepEqual(types(dataset), ['day date', 'paid boolean', 'price decimal', 'zip text'])
    assert.equal(dataset?.columns[2]?.scale, 2)
    assert.equal(integrity(dataset?.path ?? ''), 'ok')
  })

  it('judges other columns by all of their values', async () => {
    using rig = new StepRig()
    const sql = `select id + 0 as n, id / 2.0 as half, iif(id = 3, 'x', id) as mixed, null as empty from my_orders`
    const { dataset } = await transform(context(rig, sql))
    assert.deepEqual(types(dataset), ['n integer', 'half real', 'mixed text', 'empty text'])
    assert.deepEqual(query(dataset?.path ?? '', 'select typeof(half) as h, mixed from daily'), [
      { h: 'real', mixed: '1' },
      { h: 'real', mixed: '2' },
      { h: 'real', mixed: 'x' },
    ])
    assert.equal(integrity(dataset?.path ?? ''), 'ok')
  })

  it('knows the sum of prices for a price, and the greatest day for a day', async () => {
    using rig = new StepRig()
    const sql = `with o as (select * from my_orders)
      select date(day) as day, sum(o.amount) as total, max(amount) dearest, round(avg(amount), 3) as mean, avg(amount) as noisy
      from o group by 1 order by 1`
    const { dataset } = await transform(context(rig, sql))
    assert.deepEqual(types(dataset), [
      'day date',
      'total decimal',
      'dearest decimal',
      'mean decimal',
      'noisy real',
    ])
    assert.deepEqual(
      dataset?.columns.map(({ scale }) => scale),
      [undefined, 2, 2, 3, undefined],
    )
    assert.deepEqual(query(dataset?.path ?? '', 'select day, total, mean from daily'), [
      { day: '2024-01-01', total: 0.3, mean: 0.15 },
      { day: '2024-01-02', total: 5, mean: 5 },
    ])
    assert.equal(integrity(dataset?.path ?? ''), 'ok')
  })

  it('takes no function at its word when its values say otherwise', async () => {
    using rig = new StepRig()
    const sql = `select max(day) as day, sum(id) as ids from my_orders
      union all select zip, id from my_orders where zip is not null`
    assert.deepEqual(types((await transform(context(rig, sql))).dataset), ['day text', 'ids integer'])
    const nothing = 'select date(zip) as day, sum(amount) * 1e20 as total from my_orders where id = 1'
    assert.deepEqual(types((await transform(context(rig, nothing))).dataset), ['day date', 'total real'])
  })

  it('keeps the digits that a query makes finer than those of the need, whatever it names them', async () => {
    using rig = new StepRig()
    const finer = [
      'select amount from my_orders union all select amount / 3 from my_orders',
      'select max(amount) as amount from (select amount / 7 as amount from my_orders) group by amount',
      'with o(amount) as (select amount / 7 from my_orders) select sum(amount) as amount from o',
      'select sum(amount) as amount from (select amount from my_orders union all select amount / 3 from my_orders)',
      'with o(amount) as (values (1.239)) select min(amount) as amount from o',
      `select max(j.amount) as amount from json_each('[1.239]') as e, (select 1.239 as amount) as j`,
    ]
    for (const sql of finer) {
      const { dataset } = await transform(context(rig, sql))
      assert.deepEqual(types(dataset), ['amount real'], sql)
      const values = query(dataset?.path ?? '', 'select amount from daily').map((row) =>
        Number(row['amount']),
      )
      assert.ok(
        values.some((value) => value !== Number(value.toFixed(2))),
        sql,
      )
    }
  })

  it('takes the noise of doubles for no digits, however a query comes by its decimals', async () => {
    using rig = new StepRig()
    const exact = [
      'select amount from my_orders union all select amount * 3 from my_orders',
      `select amount from my_orders union all select a.amount + b.amount - 0.3 from my_orders a, my_orders b`,
      'with o(amount) as (select sum(amount) from my_orders group by day) select max(amount) as amount from o',
      'select amount from balanced union all select sum(amount) from balanced',
      'select sum(amount) as amount from balanced',
    ]
    const balanced = writeDataset(rig.path('datasets/balanced.sqlite'), 'balanced', {
      columns: columns.slice(2, 3),
      rows: [['12345678.91'], ['-12345678.88']],
    })
    for (const sql of exact) {
      const { dataset } = await transform(context(rig, sql, { needs: needs(orders(rig), balanced) }))
      assert.deepEqual([...types(dataset), dataset?.columns[0]?.scale], ['amount decimal', 2], sql)
      const values = query(dataset?.path ?? '', 'select amount from daily').map((row) =>
        Number(row['amount']),
      )
      assert.deepEqual(
        values,
        values.map((value) => Number(value.toFixed(2))),
        sql,
      )
    }
  })

  it('is not misled by a union that mixes types', async () => {
    using rig = new StepRig()
    const { dataset } = await transform(
      context(rig, 'select day from my_orders union all select zip from my_orders'),
    )
    assert.deepEqual(types(dataset), ['day text'])
  })

  it('gives declared columns their types and scales', async () => {
    using rig = new StepRig()
    const declared: readonly Column[] = [
      { name: 'day', type: 'date', notNull: true },
      { name: 'total', type: 'decimal', precision: 12, scale: 1 },
    ]
    const sql = 'select day, sum(amount) as total from my_orders group by day order by day'
    const { dataset } = await transform(context(rig, sql, { columns: declared }))
    assert.deepEqual(dataset?.columns, declared)
    assert.deepEqual(query(dataset?.path ?? '', 'select * from daily'), [
      { day: '2024-01-01', total: 0.3 },
      { day: '2024-01-02', total: 5 },
    ])
  })

  it('refuses values that are not of the declared type', async () => {
    using rig = new StepRig()
    const failure = await failureOf(
      transform(
        context(rig, 'select zip as day from my_orders', { columns: [{ name: 'day', type: 'date' }] }),
      ),
    )
    assert.match(failure.message, /^column "day" is declared date; 2 of its values are not: "\d+"/)
    assert.match(failure.help ?? '', /date\(/)
  })

  it('binds an expression as a parameter and never as text', async () => {
    using rig = new StepRig()
    const bind = (expression: string): string => (expression === 'inputs.zip' ? "x' or 1=1 --" : '')
    const { dataset } = await transform(
      context(rig, 'select * from my_orders where zip = ${{ inputs.zip }}', { bind }),
    )
    assert.equal(dataset?.rows, 0)
  })

  it('binds whole numbers as integers', async () => {
    using rig = new StepRig()
    const { dataset } = await transform(
      context(rig, 'select ${{ n }} as n from my_orders limit ${{ n }}', { bind: () => 2 }),
    )
    assert.deepEqual(query(dataset?.path ?? '', 'select * from daily'), [{ n: 2 }, { n: 2 }])
    assert.deepEqual(types(dataset), ['n integer'])
  })

  it('takes more needs than SQLite can attach', async () => {
    using rig = new StepRig()
    const many = Array.from({ length: 13 }, (_, index) => orders(rig, `t${index}`))
    const sql = many.map(({ name }) => `select day from ${name}`).join(' union all ')
    const { dataset } = await transform(context(rig, sql, { needs: needs(...many) }))
    assert.equal(dataset?.rows, 39)
    const last = await transform(context(rig, 'select day, paid from t12', { needs: needs(...many) }))
    assert.deepEqual(types(last.dataset), ['day date', 'paid boolean'])
  })

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['two statements', 'select 1 as a; select 2 as b', /more than one statement/],
    ['nothing', '-- only a comment', /the SQL is empty/],
    ['a statement that changes', 'delete from "my-orders"', /starts with "delete"/],
    ['a change behind a with', 'with q as (select 1) delete from "my-orders"', /may only read: DELETE/],
    ['attaching', "attach 'x.sqlite' as x", /starts with "attach"/],
    ['loading an extension', "select load_extension('x')", /may only read: the function load_extension/],
    ['two columns of one name', 'select id, day as ID from my_orders', /two columns named "ID"/],
    ['bytes', "select x'00' as b", /column "b" holds bytes/],
    [
      'a wrong name, with its place',
      'select id,\n  nope\nfrom my_orders',
      /no such column: nope \(line 2, column 3/,
    ],
    ['its own name', 'select * from daily', /no such table: daily/],
  ]
  for (const [what, sql, message] of refused) {
    it(`refuses ${what}`, async () => {
      using rig = new StepRig()
      const failure = await failureOf(transform(context(rig, sql)))
      assert.match(failure.message, message)
    })
  }

  it('names the nearest need when a table is misspelt', async () => {
    using rig = new StepRig()
    const failure = await failureOf(transform(context(rig, 'select * from my_order')))
    assert.equal(failure.help, 'Did you mean "my-orders"?')
  })

  it('has the functions that SQLite lacks', async () => {
    using rig = new StepRig()
    const sql = `select date_trunc('month', day) as month, decimal_sum(amount) as total, sha256('a') as hash,
      max(zip regexp '^00') as matched from my_orders group by 1`
    const { dataset } = await transform(context(rig, sql))
    const [row] = query(dataset?.path ?? '', 'select * from daily')
    assert.deepEqual(row, {
      month: '2024-01-01',
      total: '5.3',
      hash: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      matched: 1,
    })
  })

  it('sorts times whose fractions are not of one length, and still knows them for times', async () => {
    using rig = new StepRig()
    const at: Column = { name: 'at', type: 'timestamp', zoned: true }
    const values = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.25Z', null, '2026-01-01T00:00:00.5Z']
    const events = writeDataset(rig.path('datasets/e-v.sqlite'), 'e-v', {
      columns: [{ name: 'id', type: 'integer' }, at],
      rows: values.map((value, index) => [index, value]),
    })
    const sql = `select max(rowid) as last, max(at) as top, min(at) as least, (select at from "e-v" where id = 1) as plain,
      (select group_concat(id) from (select id from "e-v" where at is not null order by at desc)) as ids from "e-v"`
    for (const text of [sql, sql.replace('max(rowid)', 'max(id) + 1').replaceAll('"e-v"', 'e_v')]) {
      const { dataset } = await transform(context(rig, text, { needs: needs(events) }))
      assert.deepEqual(types(dataset).slice(1, 3), ['top timestamp', 'least timestamp'])
      assert.deepEqual(query(dataset?.path ?? '', 'select * from daily'), [
        {
          last: 4,
          top: '2026-01-01T00:00:00.50Z',
          least: '2026-01-01T00:00:00.00Z',
          plain: '2026-01-01T00:00:00.25Z',
          ids: '3,1,0',
        },
      ])
    }
    const { dataset } = await transform(
      context(rig, 'select * from e_v order by at', { needs: needs(events) }),
    )
    assert.deepEqual(dataset?.columns[1], at)
  })

  it('has functions for decimals that SQLite keeps as text, and warns where a query takes them for numbers', async () => {
    using rig = new StepRig()
    const d: Column = { name: 'd', type: 'decimal', precision: 20, scale: 2 }
    const values = [
      '10.50',
      '-123456789012345678.01',
      '9.50',
      '-2',
      null,
      '-2.5',
      '0',
      '123456789012345678.01',
    ]
    const long = writeDataset(rig.path('datasets/long.sqlite'), 'long', {
      columns: [d],
      rows: values.map((value) => [value]),
    })
    const exact = 'select decimal_max(d) as top, decimal_min(d) as least, decimal_sum(d) as total from long'
    const told = await transform(context(rig, exact, { needs: needs(long) }))
    assert.deepEqual(told.dataset?.columns[0], { ...d, name: 'top' })
    assert.deepEqual(types(told.dataset), ['top decimal', 'least decimal', 'total decimal'])
    assert.deepEqual(query(told.dataset?.path ?? '', 'select * from daily'), [
      { top: '123456789012345678.01', least: '-123456789012345678.01', total: '15.50' },
    ])
    assert.equal(told.warnings, undefined)
    const finer = `select decimal_sum(d) as d from (select decimal_mul(d, '0.01') as d from long)`
    const hundredth = await transform(context(rig, finer, { needs: needs(long) }))
    assert.deepEqual(types(hundredth.dataset), ['d text'])
    const doubled = finer.replace('0.01', '2.000')
    assert.deepEqual(types((await transform(context(rig, doubled, { needs: needs(long) }))).dataset), [
      'd decimal',
    ])
    const sorted = await transform(
      context(rig, 'select d from long where d is not null order by decimal_key(d)', { needs: needs(long) }),
    )
    assert.deepEqual(
      query(sorted.dataset?.path ?? '', 'select d from daily').map((row) => Number(row['d'])),
      [-123456789012345680, -2.5, -2, 0, 9.5, 10.5, 123456789012345680],
    )
    const wrong = await transform(context(rig, 'select max(d) as d from long', { needs: needs(long) }))
    assert.match(wrong.note ?? '', /^warning: "d" is decimal\(20,2\), .*max\(…\) goes by its letters$/)
  })

  it('warns where a query adds up texts as they are', async () => {
    using rig = new StepRig()
    const sales = writeDataset(rig.path('datasets/sales.sqlite'), 'sales', {
      columns: [{ name: 'amount', type: 'text' }],
      rows: [['1.250,50'], ['3,00']],
    })
    const told = (sql: string) => transform(context(rig, sql, { needs: needs(sales) }))
    const { dataset, warnings } = await told('select sum(amount) as total from sales')
    assert.deepEqual(query(dataset?.path ?? '', 'select * from daily'), [{ total: 4.25 }])
    assert.match(
      warnings?.join('') ?? '',
      /^"amount" is text: sum\(…\) adds what number each value begins with/,
    )
    assert.equal((await told('select sum(cast(amount as real)) as total from sales')).warnings, undefined)
  })

  it('tells of an aggregate that fails, which node:sqlite keeps to itself', async () => {
    using rig = new StepRig()
    const failure = await failureOf(transform(context(rig, 'select decimal_sum(day) as s from my_orders')))
    assert.match(failure.message, /no decimal number/)
  })

  it('ends when it is aborted, and leaves nothing behind', { timeout: 60_000 }, async () => {
    using rig = new StepRig()
    const controller = new AbortController()
    const endless =
      'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as n from n'
    setTimeout(() => controller.abort(new Error('stop')), 200)
    const stopped = context(rig, endless, { signal: controller.signal })
    await assert.rejects(transform(stopped), /stop/)
    assert.throws(() => query(stopped.datasetPath, 'select 1'))
  })
})
