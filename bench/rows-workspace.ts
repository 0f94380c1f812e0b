import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from './measure.ts'
import { rowsColumns, writeRowsCsv } from './rows-data.ts'

/** What is started: the program as users have it. */
export const cli = join(import.meta.dirname, '../dist/cli/main.js')

/** A folder with a CSV of so many rows and a pipeline that loads it into `warehouse.sqlite`. */
export class RowsWorkspace implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  readonly csv = join(this.folder, 'orders.csv')

  constructor(rows: number) {
    mkdirSync(join(this.folder, 'pipelines'))
    writeFileSync(join(this.folder, 'pipelines/load.yml'), manifest())
    writeRowsCsv(this.csv, rows)
  }

  run(): Promise<void> {
    return command(process.execPath, [cli, 'run', 'load'], { cwd: this.folder })
  }

  /** Takes away what earlier runs left. */
  clean({ keepTable }: { keepTable: boolean }): void {
    rmSync(join(this.folder, '.millrace'), { recursive: true, force: true })
    if (!keepTable) rmSync(join(this.folder, 'warehouse.sqlite'), { force: true })
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function manifest(): string {
  const columns = rowsColumns.map(({ name, type, precision, scale }) => {
    const digits = precision === undefined ? '' : `(${precision},${scale ?? 0})`
    return `        ${name}: ${type}${digits}`
  })
  return `name: Load
connections:
  warehouse: sqlite:warehouse.sqlite
steps:
  orders:
    extract:
      csv: orders.csv
      columns:
${columns.join('\n')}
  publish:
    load: { from: orders, into: warehouse, table: orders, mode: replace }
`
}
