/** What git must not keep: the runs of this machine, and secrets. */
export const ignoredLines = ['.millrace/', '.env'] as const

const manifest = `# A first pipeline: reads a file, checks it, sums it up in SQL, and loads the result.
# Try it:  millrace run daily-sales
name: Daily sales

on:
  schedule:
    - cron: '30 6 * * 1-5' # on weekdays at half past six in the morning, Berlin time
      timezone: Europe/Berlin

inputs:
  region:
    type: choice
    description: Whose sales
    options: [all, north, south]
    default: all

connections:
  warehouse: sqlite:.millrace/sales.sqlite # later: \${{ secrets.WAREHOUSE_URL }}

steps:
  orders:
    extract:
      csv: data/example-orders.csv
      columns:
        order_id: integer not null
        placed_on: date not null
        region: text not null
        item: text not null
        quantity: integer not null
        price: decimal(10,2) not null
    checks:
      - unique: [order_id]
      - row-count: { min: 1 }
      - range: { quantity: { min: 1 } }

  daily:
    needs: [orders]
    transform:
      sql: |
        select placed_on as day, region, count(*) as orders, round(sum(quantity * price), 2) as revenue
        from orders
        where \${{ inputs.region }} in ('all', region)
        group by placed_on, region
        order by placed_on, region

  publish:
    load: { from: daily, into: warehouse, table: daily_sales, mode: merge, key: [day, region] }

  share: # on GitHub the SQLite file is gone when the job ends; this file is committed
    load: { from: daily, file: data/daily-sales.csv, commit: true }

on-failure:
  issue: { labels: [pipeline-failure] }
`

const orders = `order_id,placed_on,region,item,quantity,price
1001,2026-01-05,north,Tea,3,4.20
1002,2026-01-05,south,Coffee,1,7.90
1003,2026-01-05,north,Sugar,2,1.35
1004,2026-01-06,south,Tea,5,4.20
1005,2026-01-06,south,Biscuits,4,2.80
1006,2026-01-06,north,Coffee,2,7.90
1007,2026-01-07,north,Tea,1,4.20
1008,2026-01-07,south,Sugar,6,1.35
1009,2026-01-07,north,Biscuits,3,2.80
1010,2026-01-08,south,Coffee,2,7.90
1011,2026-01-08,north,Tea,4,4.20
1012,2026-01-09,south,Biscuits,1,2.80
`

/** By path. The data is made up, so that the pipeline runs at once and without a network. */
export const firstFiles: Readonly<Record<string, string>> = {
  'pipelines/daily-sales.yml': manifest,
  'data/example-orders.csv': orders,
}
