/**
 * CSV → dataset → SQLite table against the `sqlite3` shell's `.import` into a table of the same types: whole
 * processes, in turns. `node bench/rows.ts [rows] [rounds]`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageOf } from '../src/dataset/create-table.ts'
import { rowsColumns, writeRowsCsv } from './rows-data.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 5)
const folder = mkdtempSync(join(tmpdir(), 'rows-bench-'))
try {
  bench()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function bench(): void {
  const csv = join(folder, 'orders.csv')
  writeRowsCsv(csv, rows)
  const shell = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' })
  const version = shell.error === undefined ? shell.stdout.split(' ')[0] : undefined
  console.log(`${rows} rows x ${rowsColumns.length}, ${rounds} rounds, node ${process.version}`)
  console.log(
    version === undefined ? 'sqlite3 shell: not here, so there is no ratio' : `sqlite3 shell ${version}`,
  )
  const ours: number[] = []
  const theirs: number[] = []
  let peak = 0
  for (let round = 0; round < rounds; round++) {
    if (version !== undefined) theirs.push(timed(() => importByShell(csv)))
    ours.push(timed(() => (peak = Math.max(peak, load(csv)))))
  }
  console.log(`millrace  median ${median(ours).toFixed(2)} s, peak ${peak} MiB`)
  if (version === undefined) return
  console.log(`.import   median ${median(theirs).toFixed(2)} s`)
  const ratios = ours.map((seconds, round) => seconds / (theirs[round] ?? Number.NaN))
  console.log(`ratio     median ${median(ratios).toFixed(2)} (target 0.70)`)
}

function load(csv: string): number {
  const [dataset, database] = [join(folder, 'dataset.sqlite'), join(folder, 'ours.sqlite')]
  rmSync(database, { force: true })
  const args = [join(import.meta.dirname, 'rows-load.ts'), csv, dataset, database]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const told: { rows: number; peakMiB: number } = JSON.parse(stdout)
  if (told.rows !== rows) throw new Error(`${told.rows} rows were loaded`)
  return told.peakMiB
}

function importByShell(csv: string): void {
  const database = join(folder, 'theirs.sqlite')
  rmSync(database, { force: true })
  const columns = rowsColumns.map((column) => `${column.name} ${storageOf(column)}`).join(', ')
  const input = `create table orders (${columns});\n.import --csv --skip 1 ${csv} orders\n`
  const { stderr, status } = spawnSync('sqlite3', [database], { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
