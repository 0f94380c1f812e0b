import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import { createDatabases } from '../../src/adapters/database/databases.ts'
import { createDuckdb } from '../../src/adapters/duckdb/duckdb.ts'
import { createHttp } from '../../src/adapters/http/http.ts'
import { createProcesses } from '../../src/adapters/processes/processes.ts'
import { sqliteEngine } from '../../src/adapters/sqlite/sqlite-engine.ts'
import type { Dataset } from '../../src/dataset/column.ts'
import type { Ports } from '../../src/ports/ports.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { createGrowingMask } from '../../src/text/growing-mask.ts'

/** The real ports; scripts get little time to end, so that tests are quick. */
export const realPorts: Ports = {
  clock: systemClock,
  http: createHttp(systemClock),
  processes: createProcesses({ graceMs: 500 }),
  databases: createDatabases(sqliteEngine),
  sqlite: sqliteEngine,
  duckdb: createDuckdb({ toolCache: undefined, extension: process.env['MILLRACE_DUCKDB_EXTENSION'] }),
}

/** A workspace of a test's own, with everything a step is given; removed when disposed of. */
export class StepRig implements Disposable {
  readonly workspace = mkdtempSync(join(tmpdir(), 'millrace-step-'))
  readonly logged: string[] = []
  readonly progress: { rows?: number; bytes?: number; totalBytes?: number }[] = []
  #attempts = 0

  /** Writes a file of the workspace. */
  file(path: string, content: string | Uint8Array): string {
    const absolute = join(this.workspace, path)
    mkdirSync(dirname(absolute), { recursive: true })
    writeFileSync(absolute, content)
    return absolute
  }

  path(path: string): string {
    return join(this.workspace, path)
  }

  context<Options>(options: Options, more: Partial<StepContext> = {}): StepContext<Options> {
    const stepId = more.stepId ?? 'orders'
    this.#attempts += 1
    const scratch = this.path(`.millrace/scratch-${this.#attempts}`)
    mkdirSync(scratch, { recursive: true })
    mkdirSync(this.path('.millrace/datasets'), { recursive: true })
    mkdirSync(this.path('.millrace/rejects'), { recursive: true })
    return {
      pipeline: 'sales',
      stepId,
      workspace: this.workspace,
      scratch,
      datasetPath: this.path(`.millrace/datasets/${stepId}.sqlite`),
      rejectsPath: this.path(`.millrace/rejects/${stepId}.sqlite`),
      needs: {},
      checks: [],
      env: { PATH: process.env['PATH'] ?? '' },
      connections: {},
      bind: () => null,
      run: { id: 'run-1', date: '2026-11-21' },
      signal: new AbortController().signal,
      ports: realPorts,
      ...createGrowingMask([]),
      log: (line) => this.logged.push(line),
      progress: (done) => this.progress.push(done),
      ...more,
      options,
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.workspace, { recursive: true, force: true })
  }
}

/** Datasets as a step is given them. */
export function needs(...datasets: readonly (Dataset | undefined)[]): Record<string, Dataset> {
  return Object.fromEntries(
    datasets.flatMap((dataset) => (dataset === undefined ? [] : [[dataset.name, dataset]])),
  )
}
