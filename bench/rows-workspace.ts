import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from './measure.ts'
import { rowsColumns, writeRowsCsv } from './rows-data.ts'

/** What is started: the program as users have it; `MILLRACE_DIST` names another build of it. */
const dist = process.env['MILLRACE_DIST'] ?? join(import.meta.dirname, '../dist')
export const cli = join(dist, 'cli/main.js')

/** A folder with a CSV of so many rows and a pipeline that loads it into `warehouse.sqlite`. */
export class RowsWorkspace implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  readonly csv = join(this.folder, 'orders.csv')

  constructor(rows: number) {
    mkdirSync(join(this.folder, 'pipelines'))
    writeFileSync(join(this.folder, 'pipelines/load.yml'), manifest())
    writeRowsCsv(this.csv, rows)
  }

  run(pipeline = 'load'): Promise<void> {
    return command(process.execPath, [cli, 'run', pipeline], { cwd: this.folder })
  }

  /** Adds a pipeline of these lines. */
  add(pipeline: string, lines: string): void {
    writeFileSync(join(this.folder, `pipelines/${pipeline}.yml`), lines)
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

/** The rows' columns as they are declared under `columns:`. */
const declared = rowsColumns.map(({ name, type, precision, scale }) => {
  const digits = precision === undefined ? '' : `(${precision},${scale ?? 0})`
  return `        ${name}: ${type}${digits}`
})

/** CSV → table, its columns declared or, without `columns`, inferred. */
export function manifest({
  into = 'sqlite:warehouse.sqlite',
  load = 'mode: replace',
  columns = true,
}: { into?: string; load?: string; columns?: boolean } = {}): string {
  return `name: Load
connections:
  warehouse: ${into}
steps:
  orders:
    extract:
      csv: orders.csv
${columns ? `      columns:\n${declared.join('\n')}\n` : ''}  publish:
    load: { from: orders, into: warehouse, table: orders, ${load} }
`
}
