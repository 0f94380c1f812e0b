// NDJSON → dataset → SQLite table by `millrace run` (from dist/), with declared columns and with inferred ones, against
// the sqlite3 shell's `.import` of the same rows as CSV. `node bench/ndjson.ts [rows] [rounds]`
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { storageOf } from '../src/dataset/create-table.ts'
import { command, interleaved, printRatios } from './measure.ts'
import { rowsColumns } from './rows-data.ts'
import { writeRowsNdjson } from './rows-ndjson.ts'
import { cli, RowsWorkspace } from './rows-workspace.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 5)
using workspace = new RowsWorkspace(rows)
const { folder, csv } = workspace
const theirs = join(folder, 'theirs.sqlite')
const table = rowsColumns.map((column) => `${column.name} ${storageOf(column)}`).join(', ')

/** A pipeline that loads the NDJSON into a new table. */
function pipelineOf(name: string, columns: string): () => Promise<void> {
  const manifest = `name: ${name}
connections: { warehouse: 'sqlite:warehouse.sqlite' }
steps:
  orders: { extract: { ndjson: orders.ndjson${columns} } }
  publish: { load: { from: orders, into: warehouse, table: orders, mode: replace } }
`
  writeFileSync(join(folder, `pipelines/${name}.yml`), manifest)
  return () => command(process.execPath, [cli, 'run', name], { cwd: folder })
}

const types = rowsColumns.map(({ name, type, precision, scale }) => {
  const digits = precision === undefined ? '' : `(${precision},${scale ?? 0})`
  return `${name}: '${type}${digits}'`
})
await writeRowsNdjson(csv, join(folder, 'orders.ndjson'))
const measured = await interleaved(
  {
    'sqlite3 .import of the same rows as CSV': () =>
      command('sqlite3', [theirs, `create table orders (${table})`, `.import --csv --skip 1 ${csv} orders`]),
    'millrace run, columns declared': pipelineOf('declared', `, columns: { ${types.join(', ')} }`),
    'millrace run, columns inferred': pipelineOf('inferred', ''),
  },
  rounds,
  () => {
    rmSync(theirs, { force: true })
    workspace.clean({ keepTable: false })
  },
)
// 500 K rows/s where the shell makes 580 K.
printRatios(`NDJSON → SQLite table, ${rows} rows x ${rowsColumns.length}, whole process`, measured, {
  'millrace run, columns declared': 1.16,
})
for (const { name, medianMs } of measured)
  console.log(`  ${name.padEnd(44)} ${(rows / medianMs).toFixed(0).padStart(6)} K rows/s`)
