// CSV → dataset → SQLite table against the sqlite3 shell's `.import` into a table of the same types, as whole
// processes: what a user gets (`millrace run` from dist/: extract, then load in mode replace; with columns declared, and
// inferred, which reads the file twice), and the core path alone in one thread, bundled like dist/.
// `node bench/rows.ts [rows] [rounds]`
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { storageOf } from '../src/dataset/create-table.ts'
import { command, interleaved, printRatios } from './measure.ts'
import { rowsColumns } from './rows-data.ts'
import { manifest, RowsWorkspace } from './rows-workspace.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 5)
using workspace = new RowsWorkspace(rows)
const { folder, csv } = workspace
const core = join(folder, 'core.mjs')
const dataset = join(folder, 'dataset.sqlite')
const theirs = join(folder, 'theirs.sqlite')
const ours = join(folder, 'ours.sqlite')
const table = rowsColumns.map((column) => `${column.name} ${storageOf(column)}`).join(', ')
const again = 'millrace run, in place of as many rows'
workspace.add('infer', manifest({ columns: false }))

/** Old files go away off the clock. */
function prepare(name: string): void {
  for (const file of [dataset, theirs, ours]) rmSync(file, { force: true })
  workspace.clean({ keepTable: name === again })
}

await using bundle = await rolldown({ input: join(import.meta.dirname, 'rows-load.ts'), platform: 'node' })
await bundle.write({ file: core })
printRatios(
  `CSV → SQLite table, ${rows} rows x ${rowsColumns.length}, whole process`,
  await interleaved(
    {
      'sqlite3 .import': () =>
        command('sqlite3', [
          theirs,
          `create table orders (${table})`,
          `.import --csv --skip 1 ${csv} orders`,
        ]),
      'the core path alone': () => command(process.execPath, [core, csv, dataset, ours]),
      'millrace run, into a new table': () => workspace.run(),
      'millrace run, columns inferred': () => workspace.run('infer'),
      [again]: async () => workspace.run(),
    },
    rounds,
    prepare,
  ),
  { 'the core path alone': 0.7, 'millrace run, into a new table': 0.6 },
)
