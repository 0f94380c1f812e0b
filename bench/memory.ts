// What a run takes of memory at most, and that it grows neither with the rows nor with the columns: `millrace run` of a
// CSV into a SQLite table, from dist/, with columns declared and inferred, and one of 2,000 columns; then rows out of
// databases, large and small, Parquet, NDJSON and modules. Each process of the run is told apart. Needs MariaDB, and Linux:
// /proc knows. `node bench/memory.ts [rows…]`; 40000000 rows are a file of 5 GB.
import { tellDatabases } from './memory-databases.ts'
import { tellFiles } from './memory-files.ts'
import { mostMiB, tell } from './peak-memory.ts'
import { writeWideCsv } from './rows-data.ts'
import { manifest, RowsWorkspace } from './rows-workspace.ts'

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 5_000_000]

console.log(`\npeak memory of millrace run, CSV → SQLite table (target: each process < ${mostMiB} MiB)`)
for (const rows of sizes) {
  using workspace = new RowsWorkspace(rows)
  workspace.add('infer', manifest({ columns: false }))
  await tell(`${rows} rows x 10`, workspace.folder)
  workspace.clean({ keepTable: false })
  await tell(`${rows} rows x 10, columns inferred`, workspace.folder, 'infer')
}
{
  using workspace = new RowsWorkspace(1)
  writeWideCsv(workspace.csv, 20_000, 2_000)
  workspace.add('infer', manifest({ columns: false }))
  await tell('20000 rows x 2000, columns inferred', workspace.folder, 'infer')
}

console.log('\npeak memory of what a database answers, a dataset')
await tellDatabases()
console.log('\npeak memory of Parquet, of 2,000 columns of NDJSON and of modules')
await tellFiles()
