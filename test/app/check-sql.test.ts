import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { checkManifests } from '../../src/app/check.ts'

const steps = `inputs:
  least: { type: number, default: 1 }
steps:
  orders:
    extract: { csv: a.csv, columns: { id: integer, region: text, amount: "decimal(12,2)", "placed at": timestamp } }
  order-items:
    extract: { csv: a.csv, columns: { order_id: integer, sku: text, quantity: integer } }
  feed:
    extract: { csv: a.csv }
  feed2:
    extract: { csv: a.csv }
  daily:
    needs: [orders, order-items, feed, feed2]
    transform:
      sql: |
`

/** What is said of a query, each with the text it is said of. */
async function said(sql: string): Promise<string[]> {
  const workspace = mkdtempSync(join(tmpdir(), 'check-sql-'))
  try {
    const lines = sql.split('\n').map((line) => `        ${line}\n`)
    const text = steps + lines.join('')
    writeFileSync(join(workspace, 'a.csv'), 'id\n')
    writeFileSync(join(workspace, 'pipeline.yml'), text)
    const { diagnostics } = await checkManifests(['pipeline.yml'], workspace)
    return diagnostics.map(({ code, line, column, endColumn }) => {
      const marked = text.split('\n')[line - 1]?.slice(column - 1, endColumn - 1)
      const own = line - steps.split('\n').length + 1
      return sql.includes('\n') ? `${code} ${marked} in line ${own}` : `${code} ${marked}`
    })
  } finally {
    rmSync(workspace, { recursive: true })
  }
}

const good: readonly string[] = [
  'select * from orders',
  'select f.id, o.id as oid from feed f join orders o on o.id = f.order_id where f.x = 1',
  'select a.x, b.y as z from feed a join feed2 b on a.id = b.id group by z',
  'select x, y, count(*) as n from feed join feed2 using (k) group by x order by n desc',
  'select * from order_items',
  'select oi.sku from `order-items` oi',
  'select [placed at] from orders',
  'with recursive c(n) as (select 1 union all select n + 1 from c where n < 5) select n from c',
  'select sum(amount) over (partition by region order by "placed at" rows 1 preceding) as s from orders',
  'select id, row_number() over w as r from orders window w as (order by id)',
  'select j.value as v from orders o, json_each(o.region) j',
  "select json_extract(region, '$.a') as a, region ->> 'b' as b from orders",
  'select o.id from orders o natural join order_items',
  'with t as (select * from feed) select a, b, t.c from t',
  'select * from (select * from feed) where q = 1',
  'select id from feed union all select id from feed2 order by id',
  `select region from orders where region regexp '^a' and date_trunc('day', "placed at") > \${{ run.date }}`,
  'select decimal_add(amount, 1) as a, decimal_sum(amount) as b, sha256(region) as h from orders',
  'values (1, 2)',
  'select 1 as a; -- done',
  '-- c\n/* d */ select 1 as a',
  'select exists(select 1 from feed where feed.id = orders.id) as e from orders',
  `select 'it''s' as x, "region" from orders`,
  'select rowid, * from orders',
  'select id from orders limit 10 offset ${{ inputs.least }}',
  'select feed.a, feed2.b from feed left join feed2 on feed.k = feed2.k where coalesce(feed2.c, feed.c) > 1',
  'select * from feed full outer join orders using (id)',
  "select name from pragma_table_info('orders')",
  'select lag(total) over (order by day) as prev, day from (select date(ts) as day, sum(v) as total from feed group by day)',
  'select Region, ID from Orders',
  'select order_id from orders o join "order-items" on o.id = order_id',
  "select a.id from feed a, feed b, feed2 c where a.id = b.pid and c.id = b.id and kind = 'x' and v > 2",
  "select * from feed join orders using (id) where orders.region = 'x' and feed.region = 'y'",
  'select * from feed, feed2 where name = 1',
  'select x from feed a, feed b',
  'select id from orders, feed',
]

const bad: readonly (readonly [string, string])[] = [
  ['select * form orders', 'sql/syntax form'],
  ['select id, region,\nfrom orders', 'sql/syntax from in line 2'],
  ['select id from orders where', 'sql/syntax where'],
  ["select 'abc from orders", "sql/syntax '"],
  ['select id from order-items', 'sql/syntax order'],
  ['select * from order2', 'sql/unknown-table order2'],
  ['select nowhere.* from orders', 'sql/unknown-table nowhere'],
  ['select id from feed where a in (select b from nope)', 'sql/unknown-table nope'],
  ['select regoin from orders', 'sql/unknown-column regoin'],
  [
    'select id from orders where exists (select 1 from feed where regoin = orders.regoin)',
    'sql/unknown-column regoin',
  ],
  ['select region, amount from (select region from orders)', 'sql/unknown-column amount'],
  [
    'select quantity from orders where id in (select quantity from order_items)',
    'sql/unknown-column quantity',
  ],
  ['select id from orders a, orders b', 'sql/unknown-column id'],
  ['select id from orders where region = "north"', 'sql/unknown-column "north"'],
  ['select coalese(id, 1) as x from orders', 'sql/unknown-function coalese'],
  ['with x as (select 1) delete from orders', 'sql/not-a-query delete'],
  ['select 1; select 2', 'sql/not-a-query select'],
  ["attach 'x' as y", 'sql/not-a-query attach'],
  ['pragma table_info(orders)', 'sql/not-a-query pragma'],
  ['select o.id, i.order_id as ID from orders o join order_items i on true', 'sql/duplicate-column ID'],
]

describe('a query of a manifest', () => {
  for (const sql of good) it(`is left alone: ${sql}`, async () => assert.deepEqual(await said(sql), []))
  for (const [sql, expected] of bad)
    it(`is told what is wrong: ${sql}`, async () => assert.deepEqual(await said(sql), [expected]))

  it('is told of the place of the one that is wrong among several of a name', async () => {
    const sql = 'select amount from orders\nunion all\nselect amount from order_items'
    assert.deepEqual(await said(sql), ['sql/unknown-column amount in line 3'])
    const inside = 'with q as (\nselect amount from order_items\n) select amount from q\norder by amount'
    assert.deepEqual(await said(inside), ['sql/unknown-column amount in line 2'])
  })
})
