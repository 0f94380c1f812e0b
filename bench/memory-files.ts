import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tell } from './peak-memory.ts'
import { RowsWorkspace } from './rows-workspace.ts'

const rows = 600_000
const wideRows = 5000
const columns = 2000

const pipelines = {
  parquet: `orders: { extract: { csv: orders.csv } }
  file: { load: { from: orders, file: orders.parquet } }`,
  back: 'orders: { extract: { parquet: orders.parquet } }',
  ndjson: 'wide: { extract: { ndjson: wide.ndjson } }',
  module: `orders: { extract: { csv: orders.csv } }
  same: { needs: [orders], transform: { module: ./same.ts#same } }`,
  wideModule: `wide: { extract: { ndjson: wide.ndjson } }
  same: { needs: [wide], transform: { module: ./same.ts#same } }`,
}

/** Tells what Parquet, NDJSON of many columns and modules take. */
export async function tellFiles(): Promise<void> {
  using workspace = new RowsWorkspace(rows)
  const { folder } = workspace
  for (const [name, steps] of Object.entries(pipelines))
    workspace.add(name, `name: ${name}\nsteps:\n  ${steps}\n`)
  writeWideNdjson(join(folder, 'wide.ndjson'))
  writeFileSync(
    join(folder, 'same.ts'),
    'export async function* same(batches: AsyncIterable<unknown[]>) { yield* batches }\n',
  )
  for (const [name, what] of [
    ['parquet', `CSV → Parquet, ${rows} rows x 10`],
    ['back', 'that Parquet'],
    ['ndjson', `NDJSON, ${wideRows} rows x ${columns}, inferred`],
    ['module', `a module over ${rows} rows x 10`],
    ['wideModule', `a module over ${wideRows} rows x ${columns}`],
  ] as const) {
    await tell(what, folder, name)
    workspace.clean({ keepTable: false })
  }
}

/** Numbers, days, texts and nulls in turn, 32 KB a row. */
function writeWideNdjson(path: string): void {
  const file = openSync(path, 'w')
  for (let row = 0; row < wideRows; row++) {
    const forms = [row * 7, (row % 100) / 4, '2024-03-01', `text ${row}`, null]
    const fields = Array.from({ length: columns }, (_, index) => [`c${index}`, forms[index % forms.length]])
    writeSync(file, `${JSON.stringify(Object.fromEntries(fields))}\n`)
  }
  closeSync(file)
}
